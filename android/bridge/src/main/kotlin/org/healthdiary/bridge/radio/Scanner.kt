package org.healthdiary.bridge.radio

import android.annotation.SuppressLint
import android.bluetooth.le.ScanCallback
import android.bluetooth.le.ScanFilter
import android.bluetooth.le.ScanResult
import android.bluetooth.le.ScanSettings
import android.content.Context
import android.os.ParcelUuid
import kotlinx.coroutines.channels.awaitClose
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.callbackFlow
import org.healthdiary.bridge.DiaryTrouble
import org.healthdiary.bridge.Trouble
import java.util.UUID

/** A device in the air. Its text form does not say where, or whose. */
public class NearDevice(
    /** Where it is found on this phone. */
    public val address: String,
    /** What it calls itself. */
    public val name: String?,
    /** Whether it advertises a service of health. */
    public val ofHealth: Boolean,
    /** Signal strength, dBm. */
    public val strength: Int,
) {
    override fun toString(): String = "NearDevice"
}

/** Who is in the air. */
internal class Scanner(
    context: Context,
) {
    private val adapter = Adapter(context)

    /**
     * Everybody so far, whenever somebody new is heard or one says more; the nearest first, those of health before all others.
     *
     * Without [all] only those that advertise a service of health: the system goes on with such a scan while the screen is off. Many cuffs
     * advertise none, and are found by their name.
     *
     * @throws DiaryTrouble [Trouble.NOT_PERMITTED] where the app may not look, [Trouble.FAILED] where Bluetooth does not.
     */
    @SuppressLint("MissingPermission")
    fun near(all: Boolean): Flow<List<NearDevice>> =
        callbackFlow {
            val found = LinkedHashMap<String, NearDevice>()
            val callback =
                object : ScanCallback() {
                    override fun onScanResult(
                        callbackType: Int,
                        result: ScanResult,
                    ) {
                        val one = described(result)
                        val before = found.put(one.address, one)
                        val isNews = before == null || before.name != one.name || before.ofHealth != one.ofHealth
                        if (one.isOfUse && isNews) {
                            trySend(found.values.filter { it.isOfUse }.sortedWith(nearestFirst))
                        }
                    }

                    override fun onScanFailed(errorCode: Int) {
                        close(DiaryTrouble(Trouble.FAILED))
                    }
                }
            val scanner = adapter.bluetooth?.bluetoothLeScanner ?: throw DiaryTrouble(Trouble.FAILED)
            try {
                scanner.startScan(if (all) emptyList() else filters, settings, callback)
            } catch (refused: SecurityException) {
                throw DiaryTrouble(Trouble.NOT_PERMITTED, refused)
            }
            awaitClose { runCatching { scanner.stopScan(callback) } }
        }

    /** A beacon without a name and without a service of health is nobody that a person could choose. */
    private val NearDevice.isOfUse get() = ofHealth || name != null

    private fun described(result: ScanResult): NearDevice {
        val record = result.scanRecord
        val ofHealth = record?.serviceUuids.orEmpty().any { it in services }
        return NearDevice(result.device.address, record?.deviceName, ofHealth, result.rssi)
    }

    private companion object {
        /** Blood pressure, pulse oximetry, and Jumper's own: the services that the core knows devices by. */
        val services =
            listOf(
                "00001810-0000-1000-8000-00805f9b34fb",
                "00001822-0000-1000-8000-00805f9b34fb",
                "cdeacb80-5235-4c07-8846-93a37ee6b86d",
            ).map { ParcelUuid(UUID.fromString(it)) }
        val filters = services.map { ScanFilter.Builder().setServiceUuid(it).build() }
        val settings: ScanSettings = ScanSettings.Builder().setScanMode(ScanSettings.SCAN_MODE_LOW_LATENCY).build()
        val nearestFirst = compareByDescending<NearDevice> { it.ofHealth }.thenByDescending { it.strength }
    }
}
