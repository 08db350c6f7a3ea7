package org.healthdiary

import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.CountDownLatch
import kotlin.concurrent.thread
import kotlin.test.AfterTest
import kotlin.test.BeforeTest
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertIs

/** A radio written in Kotlin drives the core's conversation with a device, over the real library. */
class SyncTest {
    private lateinit var folder: Path
    private lateinit var place: HouseholdPlace
    private lateinit var code: String

    @BeforeTest
    fun makeHousehold() {
        folder = Files.createTempDirectory("diary")
        place = HouseholdPlace("$folder/home", "$folder/state")
        code = createHousehold(place, "seven invented words nobody would guess")
    }

    @AfterTest
    fun removeHousehold() {
        folder.toFile().deleteRecursively()
    }

    private fun opened() = Household.openWithRecoveryCode(place, code)

    /** Makes the cuff known, and gives it to Ana. */
    private fun Household.known(cuff: Cuff): String {
        val paired = assertIs<SyncResult.Paired>(cuff.talk(pair()))
        assign(paired.device, null, addPerson("Ana"))
        return paired.device
    }

    @Test
    fun `a link lost in the middle costs no reading`() {
        val cuff = Cuff("A1", ArrayDeque((1..3).map(Cuff::record)))
        opened().use { household ->
            val device = household.known(cuff)
            cuff.cutAfter = 1
            val done = assertIs<SyncResult.Complete>(cuff.talk(household.sync(device)))
            assertEquals(3u, done.records)
            assertEquals("peer-ended", done.proof)
            assertEquals(3, household.handOn().new.size)
            val ana = household.people().single()
            val page = household.diary(ana.id).page(EntryQuestion())
            val systolic = page.entries.map { entry -> entry.said["systolic"]?.number }
            assertEquals(setOf<Double?>(111.0, 112.0, 113.0), systolic.toSet())
            assertEquals(listOf("blood-pressure"), page.entries.map { it.said.kind }.distinct())
            household.shut()
        }
    }

    @Test
    fun `readings come in while everything is locked`() {
        val cuff = Cuff("A2", ArrayDeque())
        val device = opened().use { household -> household.known(cuff).also { household.shut() } }
        val cuffLater = Cuff("A2", ArrayDeque((1..2).map(Cuff::record)))
        Receiver.open(place).use { receiver ->
            assertIs<SyncResult.Complete>(cuffLater.talk(receiver.sync(device)))
            receiver.shut()
        }
        opened().use { household ->
            household.handOn().let { assertEquals(2, it.new.size, it.toString()) }
            household.shut()
        }
    }

    @Test
    fun `what arrives from many threads is kept one by one`() {
        val cuff = Cuff("A3", ArrayDeque())
        opened().use { household ->
            val device = household.known(cuff)
            val sync = household.sync(device)
            var commands = sync.handle(RadioEvent.Start, cuff.clocks()) + sync.handle(RadioEvent.Connected, cuff.clocks())
            assertEquals(1, commands.count { it is RadioCommand.Discover })
            val ready = CountDownLatch(1)
            val threads = (0 until 40).map { n ->
                thread {
                    ready.await()
                    sync.handle(RadioEvent.Value(Cuff.MEASUREMENT, Cuff.record(n)), cuff.clocks())
                }
            }
            ready.countDown()
            threads.forEach { it.join() }
            commands = sync.handle(RadioEvent.Cancel, cuff.clocks())
            if (commands.none { it is RadioCommand.Done }) {
                commands = sync.handle(RadioEvent.Disconnected(LinkEnd.PHONE), cuff.clocks())
            }
            assertEquals(1, commands.count { it is RadioCommand.Done })
            assertEquals(40, household.handOn().new.size)
            household.shut()
        }
    }

    @Test
    fun `what is refused has a type`() {
        opened().use { household ->
            assertFailsWith<DiaryException.InUse> { opened() }
            assertFailsWith<DiaryException.Invalid> { household.sync("nothing of the kind") }
            assertFailsWith<DiaryException.Invalid> { household.pair().handle(RadioEvent.Value("blood", byteArrayOf()), Cuff("A4", ArrayDeque()).clocks()) }
            household.shut()
            household.shut()
            assertFailsWith<DiaryException.Shut> { household.people() }
        }
        assertFailsWith<DiaryException.WrongSecret> { Household.openWithPassphrase(place, "another one entirely") }
        assertFailsWith<DiaryException.NoHousehold> { Household.openWithRecoveryCode(HouseholdPlace("$folder/none", "$folder/state"), code) }
    }
}
