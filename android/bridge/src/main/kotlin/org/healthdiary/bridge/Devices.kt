package org.healthdiary.bridge

import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.channels.trySendBlocking
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.channelFlow
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.withContext
import org.healthdiary.Household
import org.healthdiary.KnownDevice
import org.healthdiary.Receiver
import org.healthdiary.SyncResult
import org.healthdiary.bridge.radio.DeviceRadio
import org.healthdiary.bridge.radio.NearDevice

/** A device that is known. */
public data class Device(
    val id: String,
    val label: String,
    val kinds: List<String>,
    /** How many users it tells apart; 1 where none. */
    val users: Int,
    /** Whose its users are, as far as somebody said; a user as the device counts, none where it tells nobody apart. */
    val owners: Map<Int?, String>,
    val serial: String?,
    /** Percent, and when the device said so, milliseconds since 1970. */
    val battery: Pair<Int, Long>?,
    /** When it last gave its readings, milliseconds since 1970, and what shows that nothing was left on it: the core's word. */
    val lastSync: Pair<Long, String?>?,
)

/** The devices of the household: found, paired, and asked for what they have. */
public class Devices internal constructor(
    private val diary: HealthDiary,
    private val radio: DeviceRadio,
) {
    /** Who is in the air, the nearest first, as long as somebody looks. */
    public fun near(): Flow<List<NearDevice>> = radio.near(all = true)

    /** Every known device. */
    public suspend fun known(): List<Device> = open().let { household -> core { household.devices().map(::described) } }

    /** Forgets a device. Its readings stay; paired again, it is the same. */
    public suspend fun forget(device: String): Unit = open().let { household -> core { household.forgetDevice(device) } }

    /** Gets to know a device; nothing where it does not agree, or is not one that the diary can take readings from. */
    public suspend fun pair(near: NearDevice): Device? {
        val household = open()
        val result = radio.talk(core { household.pair(near.name) }, near.address, patient = false) {}
        val paired = result as? SyncResult.Paired ?: return null
        return core {
            household.foundAt(paired.device, near.address)
            household.devices().first { it.id == paired.device }.let(::described)
        }
    }

    /** Says whose a device's readings are; [user] as the device counts them, none where it tells nobody apart. */
    public suspend fun assign(
        device: String,
        user: Int?,
        person: String,
    ): Unit = open().let { household -> core { household.assign(device, user?.toUByte(), person) } }

    /**
     * Takes over what the known devices have: waits for one to show itself, and goes on until it has given everything. The last thing
     * that comes is [Taking.Over]. To stop collecting is to stop it; what came is kept.
     */
    public fun take(): Flow<Taking> =
        channelFlow {
            val household = open()
            val progress = Progress()
            send(Taking.Looking)
            val found = core { household.found() }
            val address = nearest(found.map { it.address }) ?: throw DiaryTrouble(Trouble.INVALID)
            val device = found.first { it.address == address }.device
            // Only an oximeter is watched: a cuff measures before it has anything to say, and hangs up after it.
            val live = core { household.devices() }.any { it.id == device && OXIMETER in it.kinds }
            val talk = core { if (live) household.watch(device) else household.sync(device) }
            val result = radio.talk(talk, address, patient = true) { said -> progress.of(said)?.let { trySendBlocking(it) } }
            send(progress.over(result, household))
        }

    /** Makes entries of what came, where taking over was stopped on the way. */
    public suspend fun ended(): Taking.Over = Progress().over(SyncResult.Cancelled, open())

    /** Of several the first that shows itself: a cuff is in the air for a minute after a reading. */
    private suspend fun nearest(addresses: List<String>): String? =
        if (addresses.size < 2) {
            addresses.firstOrNull()
        } else {
            radio
                .near(all = true)
                .first { near -> near.any { it.address in addresses } }
                .first { it.address in addresses }
                .address
        }

    private suspend fun Progress.over(
        result: SyncResult,
        household: Household,
    ): Taking.Over {
        val handed = core { household.handOn() }
        diary.lookAgain()
        return over(result, handed.new.map { NewEntry(it.person, it.entry) }, handed.waiting.toInt())
    }

    private fun open(): Household = diary.opened()

    private companion object {
        const val OXIMETER = "oximeter"
    }

    private fun described(device: KnownDevice) =
        Device(
            id = device.id,
            label = device.label,
            kinds = device.kinds,
            users = device.users.toInt(),
            owners = device.assigned.associate { it.user?.toInt() to it.person },
            serial = device.serial,
            battery = device.battery?.let { it.percent.toInt() to it.atMs },
            lastSync = device.lastSync?.let { it.atMs to it.proof },
        )
}

/**
 * Receives while nobody looks. It needs no secret: what comes is sealed into the inbox, and becomes entries at the next unlock.
 */
internal class Receiving(
    private val diary: HealthDiary,
    private val radio: DeviceRadio,
) {
    /** Where the known devices are found on this phone, whether or not the diary is open. */
    suspend fun addresses(): Map<String, String> =
        diary.atWork?.let { household -> core { household.found().associate { it.address to it.device } } }
            ?: besides { receiver -> core { receiver.devices().associate { it.address to it.device } } }
            ?: addresses()

    /** Takes over what the device at [address] has; how many readings came. */
    suspend fun from(address: String): Int {
        val household = diary.atWork
        if (household != null) {
            val device = core { household.found() }.firstOrNull { it.address == address }?.device ?: return 0
            val result = radio.talk(core { household.sync(device) }, address, patient = false) {}
            core { household.handOn() }
            diary.lookAgain()
            return Progress().over(result).taken
        }
        // Whoever unlocks meanwhile goes before; what is left is asked for into the open diary.
        return besides { receiver ->
            val device = core { receiver.devices() }.firstOrNull { it.address == address }?.device ?: return@besides 0
            Progress().over(radio.talk(core { receiver.sync(device) }, address, patient = false) {}).taken
        } ?: from(address)
    }

    private suspend fun <T : Any> besides(what: suspend (Receiver) -> T): T? = diary.besides { opened(what) }

    private suspend fun <T> opened(what: suspend (Receiver) -> T): T =
        // Also where it is stopped, the inbox is let go of before anybody else comes.
        withContext(NonCancellable) { core { Receiver.open(diary.place) } }.use { receiver ->
            try {
                what(receiver)
            } finally {
                withContext(NonCancellable) { core { receiver.shut() } }
            }
        }
}
