package org.healthdiary.bridge.radio

import android.annotation.SuppressLint
import android.bluetooth.BluetoothDevice
import android.content.BroadcastReceiver
import android.content.Context
import android.content.Intent
import android.content.IntentFilter
import androidx.core.content.ContextCompat
import androidx.core.content.IntentCompat

/**
 * Pairing with one device: the system asks the person, and a broadcast says how it ended.
 *
 * A bond is never removed here: a device that has forgotten the phone is told to the person, who decides.
 */
@SuppressLint("MissingPermission")
internal class Bond(
    private val context: Context,
    private val device: BluetoothDevice,
    private val timers: Timers,
) {
    private var waiting: Waiting? = null

    /** Whether the phone is being paired, or somebody asked it to be. */
    val underWay: Boolean get() = device.bondState == BluetoothDevice.BOND_BONDING

    /** Whether phone and device have a key in common, as far as the phone knows. */
    val stands: Boolean get() = device.bondState == BluetoothDevice.BOND_BONDED

    /** Pairs, or waits for a pairing that is under way, and calls [ended] once, however it ended. */
    fun make(ended: () -> Unit) {
        if (stands) return ended()
        val waits = Waiting(ended)
        waiting = waits
        ContextCompat.registerReceiver(
            context,
            waits,
            IntentFilter(BluetoothDevice.ACTION_BOND_STATE_CHANGED),
            ContextCompat.RECEIVER_EXPORTED,
        )
        waits.giveUp = timers.after(PATIENCE_MS) { waits.end() }
        if (!underWay && !device.createBond()) waits.end()
    }

    /** Waits no longer, and calls nobody. */
    fun forget() {
        waiting?.leave()
    }

    private inner class Waiting(
        private var ended: (() -> Unit)?,
    ) : BroadcastReceiver() {
        var giveUp: () -> Unit = {}

        override fun onReceive(
            context: Context,
            intent: Intent,
        ) {
            val whose = IntentCompat.getParcelableExtra(intent, BluetoothDevice.EXTRA_DEVICE, BluetoothDevice::class.java)
            val state = intent.getIntExtra(BluetoothDevice.EXTRA_BOND_STATE, BluetoothDevice.BOND_BONDING)
            if (whose?.address == device.address && state != BluetoothDevice.BOND_BONDING) end()
        }

        fun end() {
            leave()?.invoke()
        }

        /** The first to come takes what is to be called; nobody after. */
        fun leave(): (() -> Unit)? {
            val first = synchronized(this) { ended.also { ended = null } } ?: return null
            giveUp()
            context.unregisterReceiver(this)
            waiting = null
            return first
        }
    }

    private companion object {
        /** How long a person may take to answer the system's question. */
        const val PATIENCE_MS = 120_000L
    }
}
