package org.healthdiary.bridge.radio

import org.healthdiary.Clocks
import org.healthdiary.LinkEnd
import org.healthdiary.RadioCommand
import org.healthdiary.RadioEvent
import org.healthdiary.Sync
import org.healthdiary.SyncProgress
import org.healthdiary.SyncResult
import org.healthdiary.bridge.PhoneClocks
import java.util.UUID

/**
 * One conversation with one device: hands in what happens, and carries out what the core says.
 *
 * It decides nothing about readings. What arrives is handed in inside the framework's callback, and is on the disk when that returns.
 */
internal class Conversation(
    private val sync: Sync,
    private val link: KnownLink,
    private val bond: Bond,
    private val phone: Phone,
    private val hears: Hears,
) : LinkEars {
    /** What of the phone a conversation needs. */
    data class Phone(
        val clocks: PhoneClocks,
        val timers: Timers,
        /** Waits for a device however long it is away. */
        val patient: Boolean,
        val quirks: Quirks,
    )

    /** Who follows it. Called with a lock held: tell somebody else, and return. */
    interface Hears {
        /** How far it is. */
        fun progress(progress: SyncProgress)

        /** How it ended; once. */
        fun ended(result: Result<SyncResult>)
    }

    override val inOrder = Any()

    private val events = ArrayDeque<Pair<RadioEvent, Clocks>>()
    private var handing = false
    private var done = false
    private var timer: () -> Unit = {}
    private var tidying: () -> Unit = {}

    /** A pairing was tried on this link: a device that still refuses has another reason. */
    private var pairingTried = false

    /** Begins. */
    fun begin() {
        link.ears = this
        happened(RadioEvent.Start)
    }

    /** Something happened, at the moment that these clocks show. */
    fun happened(
        event: RadioEvent,
        at: Clocks = phone.clocks.now(),
    ) {
        synchronized(inOrder) {
            events += event to at
            // What happens while a command is carried out is handed in behind it.
            if (handing) return
            handing = true
            try {
                while (true) {
                    val (next, then) = events.removeFirstOrNull() ?: break
                    handIn(next, then)
                }
            } finally {
                handing = false
            }
        }
    }

    private fun handIn(
        event: RadioEvent,
        at: Clocks,
    ) {
        val commands = runCatching { sync.handle(event, at) }.getOrElse { return end(Result.failure(it)) }
        for (command in commands) {
            try {
                carryOut(command)
            } catch (_: SecurityException) {
                happened(RadioEvent.PermissionLost)
            }
        }
    }

    private fun carryOut(command: RadioCommand) {
        when (command) {
            is RadioCommand.Connect -> {
                connect()
            }

            is RadioCommand.Discover -> {
                link.discover { found -> found?.let { happened(RadioEvent.Discovered(it)) } ?: broken(false) }
            }

            is RadioCommand.Read -> {
                read(command.uuid)
            }

            is RadioCommand.Write -> {
                link.write(wide(command.uuid), command.bytes) { answered(it) { e -> RadioEvent.WriteDone(command.uuid, e) } }
            }

            is RadioCommand.Subscribe -> {
                link.subscribe(wide(command.uuid), command.indications) { answered(it) { e -> RadioEvent.Subscribed(command.uuid, e) } }
            }

            is RadioCommand.SetTimer -> {
                timer()
                timer = phone.timers.after(command.afterMs.toLong()) { happened(RadioEvent.Timer(command.id)) }
            }

            is RadioCommand.Report -> {
                hears.progress(command.progress)
            }

            is RadioCommand.Disconnect -> {
                hangUp()
            }

            is RadioCommand.Done -> {
                end(Result.success(command.result))
            }
        }
    }

    private fun connect() {
        pairingTried = false
        link.connect(phone.patient)
    }

    private fun read(uuid: String) {
        val asked = phone.clocks.now()
        link.read(wide(uuid)) { answer, bytes ->
            answered(answer) { e -> if (e == null) RadioEvent.ReadDone(uuid, bytes, asked) else RadioEvent.ReadRefused(uuid, e, asked) }
        }
    }

    /** Hands an answer in; where only a paired phone is answered, once pairing is over: the core then asks again. */
    private fun answered(
        answer: Answer,
        event: (UByte?) -> RadioEvent,
    ) {
        when (answer) {
            is Answer.Done -> {
                happened(event(null))
            }

            is Answer.Broken -> {
                broken(answer.remembersWrongly)
            }

            is Answer.Forbidden -> {
                happened(RadioEvent.PermissionLost)
            }

            is Answer.Refused -> {
                if (answer.needsPairing && !pairingTried && !bond.stands) {
                    pairingTried = true
                    bond.make { happened(event(answer.attError)) }
                } else {
                    happened(event(answer.attError))
                }
            }
        }
    }

    /** The link is of no use: it is taken down, and the core brings it up again. */
    private fun broken(remembersWrongly: Boolean) {
        link.hangUp()
        if (remembersWrongly) link.beginAnew()
        bond.forget()
        happened(RadioEvent.Disconnected(LinkEnd.LOST))
    }

    /** Subscriptions go first, or a device that keeps them sends into the void the next time; but nobody waits for that long. */
    private fun hangUp() {
        if (!link.isUp) return hungUp()
        tidying = phone.timers.after(TIDYING_MS) { synchronized(inOrder) { if (link.isUp) hungUp() } }
        link.giveBack(::hungUp)
    }

    private fun hungUp() {
        tidying()
        link.hangUp()
        bond.forget()
        happened(RadioEvent.Disconnected(LinkEnd.PHONE))
    }

    override fun up(at: Clocks) {
        val pairs = bond.underWay || (phone.quirks.bondFirst && !bond.stands)
        if (!pairs) return happened(RadioEvent.Connected, at)
        pairingTried = true
        bond.make { happened(RadioEvent.Connected) }
    }

    override fun failed(at: Clocks) = happened(RadioEvent.ConnectFailed, at)

    override fun down(
        end: LinkEnd,
        at: Clocks,
    ) {
        tidying()
        bond.forget()
        happened(RadioEvent.Disconnected(end), at)
    }

    override fun value(
        uuid: UUID,
        bytes: ByteArray,
        at: Clocks,
    ) = happened(RadioEvent.Value(uuid.toString(), bytes), at)

    override fun forbidden(at: Clocks) = happened(RadioEvent.PermissionLost, at)

    /** Bluetooth was switched off. */
    fun adapterOff(at: Clocks) =
        synchronized(inOrder) {
            tidying()
            link.adapterOff()
            bond.forget()
            happened(RadioEvent.AdapterOff, at)
        }

    private fun end(result: Result<SyncResult>) {
        if (done) return
        done = true
        timer()
        tidying()
        bond.forget()
        // One that is still up, or coming up, is of no use to anybody. What the phone still has of values is heard all the same.
        link.hangUp()
        hears.ended(result)
    }

    private companion object {
        /** How long giving subscriptions back may take; the core waits for longer. */
        const val TIDYING_MS = 3_000L

        private const val SHORT = 4
        private const val BASE = "-0000-1000-8000-00805f9b34fb"

        /** A UUID in full, also of its 16 bits. */
        fun wide(uuid: String): UUID = UUID.fromString(if (uuid.length == SHORT) "0000$uuid$BASE" else uuid)
    }
}
