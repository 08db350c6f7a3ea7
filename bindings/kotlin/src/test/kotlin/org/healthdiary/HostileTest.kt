package org.healthdiary

import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.atomic.AtomicInteger
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertTrue

/** What a careless or broken app may do: a typed answer, no deadlock, nothing lost, nothing left. */
class HostileTest : AtHome() {
    private fun entries() = diary.page(EntryQuestion(), null, 1000u).entries.size

    private object Nobody : ChangeListener, ProgressListener {
        override fun changed(change: DiaryChange) = Unit

        override fun ended() = Unit

        override fun reached(
            done: ULong,
            total: ULong?,
        ) = Unit
    }

    /** A clock that stands. */
    private object Still : Clock {
        override fun now() = Clocks(1_786_690_800_000, 1UL, "boot")

        override fun zone() = "Europe/London"
    }

    /** Another household, and what opens it. */
    private class Elsewhere(
        val place: HouseholdPlace,
        val code: String,
    )

    /** How many objects of Kotlin's the library holds. */
    private fun handedIn() =
        FfiConverterTypeChangeListener.handleMap.size + FfiConverterTypeProgressListener.handleMap.size +
            FfiConverterTypeFolder.handleMap.size + FfiConverterTypeClock.handleMap.size

    private fun settled(): Int {
        val until = System.nanoTime() + 10_000_000_000
        while (handedIn() > 0 && System.nanoTime() < until) Thread.sleep(20)
        return handedIn()
    }

    /** What this process has in memory; Java's heap is all there from the beginning (pom.xml). */
    private fun residentKb(): Long {
        repeat(3) { System.gc() }
        val pages = Path.of("/proc/self/statm").takeIf(Files::exists)?.let { Files.readString(it).split(" ")[1].toLong() } ?: 0
        return pages * 4
    }

    private fun cycle(
        number: Int,
        picture: String,
        elsewhere: Elsewhere,
    ) {
        household.diary(diary.person()).use { of ->
            of.page(EntryQuestion(), null, 1u)
            of.subscribe(Nobody).use { it.end() }
            of.readMedia(picture).use { it.read(0u, 8u) }
        }
        Watch(Nobody).use { it.cancel() }
        household.offerKeyStore().use { it.slot() }
        household.ownLock(diary.person()).use { it.isThere() }
        household.pair().close()
        SimulatedDevice(SimulatedModel.AND_CUFF, "Europe/London").close()
        // What opens files or begins threads takes longer.
        if (number % 50 == 0) {
            Watch(Nobody).use(household::verify)
            household.pause()
            Receiver.open(place).use(Receiver::shut)
            household.resume()
            Household.openWithRecoveryCode(elsewhere.place, elsewhere.code).use(Household::shut)
            SimulatedPhone("$folder/phone", Still, 7u).close()
            ScenarioStage("none.json", NO_STEPS, "$folder/stage").close()
        }
    }

    @Test
    fun `made and closed objects leave nothing`() {
        val note = EntryDraft(kind = "note", moment = SaidMoment.Now, values = listOf(DraftValue("text", "one")))
        val picture = diary.attachBytes(diary.add(note), "film".repeat(100).toByteArray(), MediaDraft(keepDetails = true)).id
        val other = HouseholdPlace("$folder/other", "$folder/other-state")
        val elsewhere = Elsewhere(other, createHousehold(other, "eight other invented words, never said"))
        repeat(1_000) { cycle(it, picture, elsewhere) }
        assertEquals(0, settled())
        val before = residentKb()
        repeat(if (System.getenv("DIARY_LONG") == "1") 100_000 else 2_000) { cycle(it, picture, elsewhere) }
        assertEquals(0, settled())
        val grown = residentKb() - before
        assertTrue(grown < 32_000, "$grown kB")
    }

    @Test
    fun `what was closed says so`() {
        val of = household.diary(diary.person())
        val watch = Watch()
        listOf(of, watch).forEach(AutoCloseable::close)
        listOf(of, watch).forEach(AutoCloseable::close)
        assertFailsWith<IllegalStateException> { of.latest() }
        assertFailsWith<IllegalStateException> { household.verify(watch) }
        assertEquals(0, entries())
    }

    @Test
    fun `a coroutine that is cancelled at any moment leaves what it wrote whole or not there`() {
        val (begun, done) = AtomicInteger() to AtomicInteger()
        runBlocking {
            withTimeout(60_000) {
                for (wait in 0L until 40L) {
                    val writing =
                        launch(Dispatchers.Default) {
                            asking {
                                begun.incrementAndGet()
                                diary.add(pulse(60)).also { done.incrementAndGet() }
                            }
                        }
                    val asking =
                        launch(Dispatchers.Default) {
                            launch { diary.entries(atOnce = 1).collect { } }
                            launch { diary.changes().collect { } }
                            watching { household.verify(it) }
                        }
                    kotlinx.coroutines.delay(wait)
                    writing.cancelAndJoin()
                    asking.cancelAndJoin()
                }
            }
        }
        assertEquals(begun.get(), done.get(), "what has begun is finished")
        assertEquals(done.get(), entries())
        assertEquals(0, settled())
        assertTrue(household.verify().sound)
    }

    @Test
    fun `a household that pauses in the middle of a conversation loses nothing`() {
        val cuff = SimulatedDevice(SimulatedModel.AND_CUFF, "Europe/London")
        val device = (played(cuff, household.pair()) as SyncResult.Paired).device
        household.assign(device, null, diary.person())
        val taken = 6
        repeat(taken) { cuff.measurePressure((10 + it).toUInt(), (120 + it).toUShort(), 80u, 60u) }
        var inFlight = 0
        for (stop in 0 until 60 step 4) {
            played(cuff, household.sync(device)) { if (it == stop) household.pause() }
                .let { if (it is SyncResult.NotStored) inFlight += it.inFlight.toInt() }
            household.resume()
        }
        played(cuff, household.sync(device))
        household.handOn()
        assertTrue(entries() in taken - inFlight..taken, "${entries()} of $taken, $inFlight in flight")
        assertTrue(household.verify().sound)
    }

    private fun played(
        cuff: SimulatedDevice,
        sync: Sync,
        before: (Int) -> Unit = {},
    ): SyncResult? {
        cuff.begin()
        for (step in 0 until 200) {
            before(step)
            val happened = cuff.next() ?: break
            try {
                cuff.carryOut(sync.handle(happened.event, happened.clocks))
            } catch (paused: DiaryException.Shut) {
                break // The end of it could not be noted.
            }
        }
        sync.close()
        return cuff.result()
    }

    private companion object {
        const val NO_STEPS = """{"format": 1, "about": "nothing", "start": {"at": "2026-08-14T07:10:00Z", "zone": "Europe/London"},
            "people": [], "devices": {}, "steps": []}"""
    }
}
