package org.healthdiary.bridge.background

import android.annotation.SuppressLint
import android.app.PendingIntent
import android.bluetooth.BluetoothManager
import android.bluetooth.le.ScanFilter
import android.bluetooth.le.ScanSettings
import android.content.Context
import android.content.Intent
import android.os.Build
import androidx.core.content.edit
import androidx.core.content.getSystemService

/**
 * Lets the system wake the app when a known device shows itself. For one that the system knows to go with the app it looks out itself;
 * for every other there is a scan by address, which the system runs in its own time, also while the app is not there. That does not
 * outlive a boot, or Bluetooth that was switched off: it is asked for again then.
 */
internal class Wakes(
    private val context: Context,
    private val companions: Companions,
) {
    private val noted = context.getSharedPreferences("wakes", Context.MODE_PRIVATE)

    /** When the last wake was, milliseconds since 1970; none where there was none. */
    val lastMs: Long? get() = noted.getLong(LAST, 0).takeIf { it > 0 }

    /** The addresses that are waited for. They say nothing of whose, or what it measured. */
    val addresses: Set<String> get() = noted.getStringSet(ADDRESSES, emptySet()).orEmpty()

    /** Waits for these devices from now on, and for no others; whether the system does. */
    fun waitFor(addresses: Set<String>): Boolean {
        noted.edit { putStringSet(ADDRESSES, addresses) }
        return again()
    }

    /** Asks the system again, after a boot or Bluetooth that was off; whether it does. */
    @SuppressLint("MissingPermission")
    fun again(): Boolean {
        val scanner = context.getSystemService<BluetoothManager>()?.adapter?.bluetoothLeScanner ?: return false
        return try {
            scanner.stopScan(intent())
            val scanned = addresses - companions.watch(addresses)
            if (scanned.isEmpty()) return true
            val filters = scanned.map { ScanFilter.Builder().setDeviceAddress(it).build() }
            scanner.startScan(filters, settings, intent()) == 0
        } catch (_: SecurityException) {
            // The page about receiving says so, with how to allow it.
            false
        }
    }

    /** A wake came. */
    fun noteWake(atMs: Long) = noted.edit { putLong(LAST, atMs) }

    private fun intent(): PendingIntent {
        // The system writes what it found into the intent.
        val mutable = if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.S) PendingIntent.FLAG_MUTABLE else 0
        val intent = Intent(context, WakeReceiver::class.java).setAction(WakeReceiver.SEEN)
        return PendingIntent.getBroadcast(context, 0, intent, PendingIntent.FLAG_UPDATE_CURRENT or mutable)
    }

    private companion object {
        const val LAST = "last"
        const val ADDRESSES = "addresses"

        /** The first sight wakes; a device that stays does not wake again and again. */
        val settings: ScanSettings =
            ScanSettings
                .Builder()
                .setScanMode(ScanSettings.SCAN_MODE_LOW_POWER)
                .setCallbackType(ScanSettings.CALLBACK_TYPE_FIRST_MATCH)
                .build()
    }
}
