package org.healthdiary

import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.flow.launchIn
import kotlinx.coroutines.flow.onEach
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import java.nio.file.Files
import java.nio.file.Path
import java.time.LocalDateTime
import java.time.ZoneId
import java.util.concurrent.CountDownLatch
import kotlin.concurrent.thread
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertIs
import kotlin.test.assertTrue

/** What is written by hand over the generated code, and shells that behave badly. */
class LayerTest : AtHome() {
    private fun pulse(
        rate: Int,
        minute: Int = 0,
    ) = EntryDraft(
        kind = "pulse",
        moment = LocalDateTime.of(2026, 8, 14, 7, minute).asSaid(ZoneId.of("Europe/London")),
        values = listOf(DraftValue("pulse", "$rate")),
    )

    private fun timely(test: suspend kotlinx.coroutines.CoroutineScope.() -> Unit) = runBlocking { withTimeout(20_000, test) }

    @Test
    fun `a change is told while somebody collects, and the flow ends with the diary`() =
        timely {
            val told = Channel<DiaryChange>(Channel.UNLIMITED)
            val collecting = diary.changes().onEach(told::send).launchIn(this)
            // The collector subscribes on its own time.
            var entry: String
            do {
                entry = asking { diary.add(pulse(61)) }
                val change = kotlinx.coroutines.withTimeoutOrNull(500) { told.receive() }
            } while (change == null)
            assertTrue(asking { diary.entry(entry) } != null)
            household.shut()
            collecting.join()
        }

    @Test
    fun `whoever stops collecting is told no more`() =
        timely {
            val first = async(Dispatchers.Default) { diary.changes().first() }
            while (!first.isCompleted) {
                asking { diary.add(pulse(62)) }
                kotlinx.coroutines.delay(20)
            }
            assertIs<DiaryChange.Entries>(first.await())
        }

    @Test
    fun `entries come page by page, each once`() =
        timely {
            asking { repeat(25) { diary.add(pulse(60 + it, it)) } }
            val rates = diary.entries(atOnce = 10).toList().map { it.said.reading }
            assertEquals((84 downTo 60).toList(), rates.map { assertIs<Reading.Pulse>(it).rate.digits.toInt() })
            assertEquals(2, diary.entries(EntryQuestion(oldestFirst = true), 10).toList().take(2).size)
        }

    @Test
    fun `a moment is what the clock on the wall showed, in its zone`() {
        val entry = diary.entry(diary.add(pulse(64, 10)))!!
        val moment = entry.said.moment
        assertEquals(LocalDateTime.of(2026, 8, 14, 7, 10), moment.wallTime)
        assertEquals("2026-08-14T06:10:00Z", moment.instant.toString())
        assertEquals("+01:00", moment.offset?.id)
        assertEquals("2026-08-14", moment.date.toString())
        assertEquals(moment.instant, moment.bounds?.start)
        // The clocks went back over it: somebody has to say which one.
        val twice = pulse(65).let { EntryDraft(it.kind, null, LocalDateTime.of(2026, 10, 25, 1, 30).asSaid(ZoneId.of("Europe/London")), it.values) }
        assertFailsWith<DiaryException.Invalid> { diary.add(twice) }
    }

    @Test
    fun `digits stay as they were given`() {
        val draft = EntryDraft(kind = "temperature", moment = SaidMoment.Now, values = listOf(DraftValue("temperature", "36.60", "C")))
        val said = diary.entry(diary.add(draft))!!.said
        assertEquals("36.60", assertIs<Reading.Temperature>(said.reading).temperature.digits.toPlainString())
    }

    @Test
    fun `a call that takes long says how far it is, and stops with its coroutine`() =
        timely {
            asking { repeat(50) { diary.add(pulse(60 + it % 30, it % 60)) } }
            val steps = java.util.concurrent.ConcurrentLinkedQueue<ULong>()
            val file = folder.resolve("all.json").toString()
            watching({ steps += it.done }) { household.export(ExportForm.JSON, file, watch = it) }
            // The last step may be heard once the call has come back.
            while (steps.isEmpty()) delay(10)
            assertTrue(Files.size(Path.of(file)) > 1000)
            val reached = CompletableDeferred<Unit>()
            val held = CountDownLatch(1)
            val long =
                launch {
                    watching { watch ->
                        reached.complete(Unit)
                        held.await()
                        household.export(ExportForm.JSON, folder.resolve("never.json").toString(), watch = watch)
                    }
                }
            reached.await()
            thread {
                Thread.sleep(100)
                held.countDown()
            }
            long.cancelAndJoin()
            assertTrue(Files.notExists(folder.resolve("never.json")), "it was stopped before it began")
        }

    /** What a listener of somebody else does is theirs. */
    private class Bad(
        private val then: (DiaryChange) -> Unit,
    ) : ChangeListener {
        val heard = java.util.concurrent.LinkedBlockingQueue<DiaryChange>()

        override fun changed(change: DiaryChange) {
            heard += change
            then(change)
        }

        override fun ended() = error("182/110")
    }

    private fun Bad.next() = heard.poll(10, java.util.concurrent.TimeUnit.SECONDS) ?: error("nothing was told")

    @Test
    fun `a listener that throws is told the next change all the same`() {
        val bad = Bad { error("Ana had 182/110") }
        diary.subscribe(bad).use {
            diary.add(pulse(61))
            bad.next()
            diary.add(pulse(62))
            bad.next()
            it.end()
        }
    }

    @Test
    fun `a listener may call back in, end its subscription and close it`() {
        lateinit var subscription: ChangeSubscription
        val bad =
            Bad {
                diary.latest()
                diary.add(pulse(99))
                subscription.end()
                subscription.close()
            }
        subscription = diary.subscribe(bad)
        diary.add(pulse(61))
        bad.next()
        assertEquals(true, diary.page(EntryQuestion()).entries.isNotEmpty())
    }

    @Test
    fun `a listener that blocks holds nobody up`() {
        val free = CountDownLatch(1)
        val bad = Bad { free.await() }
        diary.subscribe(bad).use {
            diary.add(pulse(61))
            bad.next()
            val began = System.nanoTime()
            repeat(20) { n -> diary.add(pulse(62 + n)) }
            assertTrue(System.nanoTime() - began < 10_000_000_000)
            free.countDown()
            bad.next()
        }
    }

    @Test
    fun `after shut every call is refused with a type, and two households do not meet`() {
        val other = HouseholdPlace("$folder/other", "$folder/state")
        val second = Household.openWithRecoveryCode(other, createHousehold(other, "eight other invented words, never said"))
        second.use {
            assertFailsWith<DiaryException.NotFound> { it.diary(diary.person()) }
            it.shut()
            assertFailsWith<DiaryException.Shut> { it.people() }
            assertFailsWith<DiaryException.Shut> { it.addPerson("Ben") }
        }
        assertEquals(1, household.people().size)
        household.shut()
        assertFailsWith<DiaryException.Shut> { diary.add(pulse(61)) }
        assertFailsWith<DiaryException.Shut> { diary.page(EntryQuestion()) }
    }
}
