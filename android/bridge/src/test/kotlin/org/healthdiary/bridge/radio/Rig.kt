package org.healthdiary.bridge.radio

import android.bluetooth.BluetoothAdapter
import android.bluetooth.BluetoothDevice
import android.bluetooth.BluetoothManager
import android.content.Context
import android.content.Intent
import android.os.Looper
import org.healthdiary.Clock
import org.healthdiary.Clocks
import org.healthdiary.EntryQuestion
import org.healthdiary.Household
import org.healthdiary.HouseholdPlace
import org.healthdiary.SimulatedPhone
import org.healthdiary.Sync
import org.healthdiary.SyncProgress
import org.healthdiary.SyncResult
import org.healthdiary.bridge.PhoneClocks
import org.healthdiary.createHousehold
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf
import org.robolectric.shadow.api.Shadow
import java.io.File

/** A phone with the real core, a cuff, and time that passes only when nothing else is to do. */
internal class Rig(
    folder: File,
    serial: String = "A1",
    keep: Boolean = true,
) {
    val context: Context = RuntimeEnvironment.getApplication()
    val air = Air(ADDRESS, serial)
    val household: Household
    val told = mutableListOf<SyncProgress>()
    private var time = 1_000L
    private val timers = FakeTimers()

    val clocks = PhoneClocks { Clocks(BEGUN_MS + time, (time * 1_000_000).toULong(), "7") }

    /** The core goes by the same clock, and a passphrase costs nothing. */
    private val phone: SimulatedPhone
    val radio = AndroidRadio(context, clocks, timers, keep)
    val adapter: BluetoothAdapter = context.getSystemService(BluetoothManager::class.java).adapter
    val device: BluetoothDevice get() = adapter.getRemoteDevice(ADDRESS)

    init {
        val place = HouseholdPlace("$folder/home", "$folder/state")
        val clock =
            object : Clock {
                override fun now() = clocks.now()

                override fun zone() = "Europe/London"
            }
        phone = SimulatedPhone(place.stateFolder, clock, 1u)
        household = Household.openWithRecoveryCode(place, createHousehold(place, "seven invented words nobody would guess"))
        shadowOf(adapter).setEnabled(true)
        shadowOf(device).setGattConnectionInterceptor { gatt ->
            (Shadow.extract(gatt) as StackShadow).connect()
        }
    }

    /** How many objects the phone has made for the cuff. */
    val objects: Int get() = shadowOf(device).bluetoothGatts.size

    /** Whether the system asks the person whether to pair. */
    val pairingAsked: Boolean get() = device.bondState == BluetoothDevice.BOND_BONDING

    /** Makes the cuff known, and gives it to Ana. */
    fun pair(meanwhile: () -> Unit = {}): String {
        val paired = talk(household.pair(), meanwhile) as SyncResult.Paired
        household.assign(paired.device, null, household.addPerson("Ana"))
        return paired.device
    }

    /** A conversation from its beginning to its end; [meanwhile] looks at it before every turn. */
    fun talk(
        sync: Sync,
        meanwhile: () -> Unit = {},
    ): SyncResult {
        var over: Result<SyncResult>? = null
        radio.start(sync, ADDRESS, false, { told += it }) { over = it }
        repeat(MOST_TURNS) {
            over?.let { result ->
                // What the phone and the cuff still have to say to each other.
                repeat(MOST_TURNS) { air.turn() }
                return result.getOrThrow()
            }
            meanwhile()
            shadowOf(Looper.getMainLooper()).idle()
            time += 10
            if (!air.turn()) timers.next()
        }
        error("the conversation does not end; asked: ${air.asked}")
    }

    fun switchBluetooth(on: Boolean) {
        shadowOf(adapter).setEnabled(on)
        if (!on) air.off()
        val state = if (on) BluetoothAdapter.STATE_ON else BluetoothAdapter.STATE_OFF
        context.sendBroadcast(Intent(BluetoothAdapter.ACTION_STATE_CHANGED).putExtra(BluetoothAdapter.EXTRA_STATE, state))
        shadowOf(Looper.getMainLooper()).idle()
    }

    /** The person answers the system's question. */
    fun answerPairing(yes: Boolean) {
        air.paired = yes
        val state = if (yes) BluetoothDevice.BOND_BONDED else BluetoothDevice.BOND_NONE
        shadowOf(device).setBondState(state)
        context.sendBroadcast(
            Intent(BluetoothDevice.ACTION_BOND_STATE_CHANGED)
                .putExtra(BluetoothDevice.EXTRA_DEVICE, device)
                .putExtra(BluetoothDevice.EXTRA_BOND_STATE, state),
        )
        shadowOf(Looper.getMainLooper()).idle()
    }

    /** The systolic values that are in Ana's diary, once everything was handed on. */
    fun kept(): List<Int> {
        household.handOn()
        val ana = household.people().single().id
        return household.diary(ana).use { diary ->
            diary.page(EntryQuestion(kind = "blood-pressure"), null, 50u).entries.map { entry ->
                entry.said.values.single { it.field == "systolic" }.number!!.toInt()
            }
        }.sorted()
    }

    private inner class FakeTimers : Timers {
        private val set = mutableListOf<Pair<Long, () -> Unit>>()

        override fun after(
            ms: Long,
            action: () -> Unit,
        ): () -> Unit {
            val one = time + ms to action
            set += one
            return { set -= one }
        }

        /** The next one runs out. */
        fun next() {
            val one = set.minByOrNull { it.first } ?: return
            set -= one
            time = maxOf(time, one.first)
            one.second()
        }
    }

    companion object {
        const val ADDRESS = "00:11:22:33:44:55"

        /** 2026-08-20 12:00 UTC. */
        private const val BEGUN_MS = 1_787_227_200_000L
        private const val MOST_TURNS = 2_000
    }
}
