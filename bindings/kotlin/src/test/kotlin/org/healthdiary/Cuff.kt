package org.healthdiary

/** A cuff as a platform shows it: it forgets a record once it was confirmed, and the platform confirms before the app hears of it. */
class Cuff(private val serial: String, private val memory: ArrayDeque<ByteArray>) {
    /** The link ends after so many records; once. */
    var cutAfter: Int? = null

    // Given to a person now, so that a record has to come later than that to be theirs.
    private val begun = System.currentTimeMillis()
    private var time = 1_000L

    fun clocks() = Clocks(wallMs = begun + time, monotonicNs = (time * 1_000_000).toULong(), boot = "7").also { time += 10 }

    /** Carries out what the conversation says until it is done. */
    fun talk(sync: Sync): SyncResult {
        val waiting = ArrayDeque<RadioEvent>(listOf(RadioEvent.Start))
        var timer: UInt? = null
        while (true) {
            // Nothing more comes by itself: the timer runs out.
            val event = waiting.removeFirstOrNull() ?: RadioEvent.Timer(timer ?: error("the conversation waits for nothing")).also { timer = null }
            if (event is RadioEvent.Timer) time += PATIENCE_MS
            for (command in sync.handle(event, clocks())) {
                when (command) {
                    is RadioCommand.Connect -> waiting += RadioEvent.Connected
                    is RadioCommand.Discover -> waiting += RadioEvent.Discovered(offered)
                    is RadioCommand.Read -> waiting += read(command.uuid)
                    is RadioCommand.Write -> waiting += RadioEvent.WriteDone(command.uuid, null)
                    is RadioCommand.Subscribe -> waiting += subscribed(command.uuid)
                    is RadioCommand.Disconnect -> waiting += RadioEvent.Disconnected(LinkEnd.PHONE)
                    is RadioCommand.SetTimer -> timer = command.id
                    is RadioCommand.Report -> Unit
                    is RadioCommand.Done -> return command.result
                }
            }
        }
    }

    private fun read(uuid: String): RadioEvent {
        val text = mapOf("2A29" to "Invented", "2A24" to "Cuff 1", "2A25" to serial)[short(uuid)]
        return if (text == null) RadioEvent.ReadRefused(uuid, 0x0Au, clocks()) else RadioEvent.ReadDone(uuid, text.toByteArray(), clocks())
    }

    private fun subscribed(uuid: String): List<RadioEvent> {
        val events = mutableListOf<RadioEvent>(RadioEvent.Subscribed(uuid, null))
        if (short(uuid) != MEASUREMENT) return events
        val cut = cutAfter.also { cutAfter = null }
        repeat(cut ?: memory.size) { events += RadioEvent.Value(uuid, memory.removeFirst()) }
        return events + RadioEvent.Disconnected(if (cut == null) LinkEnd.DEVICE else LinkEnd.LOST)
    }

    companion object {
        const val MEASUREMENT = "2A35"

        /** Longer than any timer of a conversation with a cuff that behaves. */
        private const val PATIENCE_MS = 200_000L

        fun short(uuid: String) = uuid.uppercase().let { if (it.length == 36) it.substring(4, 8) else it }

        private val offered = listOf("2A29", "2A24", "2A25").map { DeviceService(it, true, false, false, false) } +
            DeviceService(MEASUREMENT, false, false, true, false)

        /** Systolic 110 + n, diastolic 70 + n, pulse 60 + n, at minute n of 2026-08-14 07:00 (flags: stamp and pulse; mmHg). */
        fun record(n: Int): ByteArray {
            fun sfloat(value: Int) = byteArrayOf(value.toByte(), 0)
            return byteArrayOf(0x06) + sfloat(110 + n) + sfloat(70 + n) + sfloat(80 + n) +
                byteArrayOf(0xEA.toByte(), 0x07, 8, 14, 7, n.toByte(), 0) + sfloat(60 + n)
        }
    }
}
