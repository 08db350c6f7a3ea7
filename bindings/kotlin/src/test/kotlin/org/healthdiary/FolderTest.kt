package org.healthdiary

import java.util.concurrent.CountDownLatch
import java.util.concurrent.TimeUnit
import kotlin.concurrent.thread
import kotlin.test.BeforeTest
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertIs
import kotlin.test.assertTrue

/** Pieces in memory; [before] is called first by every function, with its number from 0 and its name. */
internal class Kept(
    var before: (Int, String) -> Unit = { _, _ -> },
) : Folder {
    val pieces = sortedMapOf<String, ByteArray>()
    var calls = 0

    private fun called(name: String) = before(calls++, name)

    override fun list(): List<FolderPiece> {
        called("list")
        return pieces.map { (name, bytes) -> FolderPiece(name, bytes.size.toULong()) }
    }

    override fun read(
        name: String,
        offset: ULong,
        most: UInt,
    ): ByteArray {
        called("read")
        val bytes = pieces[name] ?: throw FolderException.Missing()
        val from = minOf(offset.toInt(), bytes.size)
        return bytes.copyOfRange(from, minOf(from + most.toInt(), bytes.size))
    }

    override fun write(
        name: String,
        bytes: ByteArray,
    ) {
        called("write")
        if (pieces.putIfAbsent(name, bytes) != null) throw FolderException.Exists()
    }

    override fun remove(name: String) {
        called("remove")
        pieces.remove(name)
    }
}

/** Backups in a folder of the app's own, as a document provider is one. */
class FolderTest : AtHome() {
    @BeforeTest
    fun write() {
        diary.add(pulse(61))
    }

    private fun backUp(
        kept: Folder,
        watch: Watch? = null,
    ) = household.backUp("the card", folder.toString(), watch = watch, keptBy = kept)

    private fun restored(kept: Folder): Int {
        val new = HouseholdPlace("$folder/new", "$folder/new-state")
        restoreBackup("the card", new, TypedSecret.RecoveryCode(code), RestoreWhat(), keptBy = kept)
        return Household.openWithRecoveryCode(new, code).use { there ->
            there.diary(diary.person()).use { it.page(EntryQuestion()).entries.size }.also { _ -> there.shut() }
        }
    }

    @Test
    fun `a backup goes into it and comes back`() {
        val kept = Kept()
        assertTrue(backUp(kept).proven)
        assertEquals(listOf("the card"), household.backups().map { it.place })
        assertTrue(household.checkBackup("the card", keptBy = kept).problems.isEmpty())
        assertEquals(1, restored(kept))
    }

    @Test
    fun `what it throws has a kind and no words, and the next run is whole`() {
        val kept = Kept()
        for ((name, thrown) in listOf("list" to { error("182/110") }, "write" to { throw FolderException.ReadOnly() })) {
            kept.before = { _, called -> if (called == name) thrown() }
            val refused = assertFailsWith<DiaryException.System> { backUp(kept) }
            assertTrue("182" !in refused.message!!)
        }
        kept.before = { _, called -> if (called == "write") throw FolderException.Full() }
        assertFailsWith<DiaryException.NoSpace> { backUp(kept) }
        // What is no exception never reaches the library, which takes the piece for written, and finds when it reads it that it is not.
        var once = 0
        kept.before = { _, called -> if (called == "write" && once++ == 0) throw StackOverflowError() }
        assertEquals(1uL, backUp(kept).healed)
        kept.before = { _, _ -> }
        assertTrue(backUp(kept).proven)
        assertEquals(1, restored(kept))
    }

    @Test
    fun `it may ask the household, write in it and shut it`() {
        val kept = Kept { number, _ -> diary.add(pulse(60 + number % 40)).also { household.people() } }
        assertTrue(backUp(kept).proven)
        kept.calls = 0
        kept.before = { number, _ -> if (number == 5) household.shut() }
        assertFailsWith<DiaryException.Shut> { backUp(kept) }
        household.close()
        household = Household.openWithRecoveryCode(place, code)
        kept.before = { _, _ -> }
        assertTrue(backUp(kept).proven && household.verify().sound)
        val there = household.diary(diary.person()).use { it.page(EntryQuestion(), atMost = 1000u).entries.size }
        assertTrue(there > 10)
    }

    @Test
    fun `one that blocks is given up, and waited for before the next run`() {
        val (blocked, free) = CountDownLatch(1) to CountDownLatch(1)
        val kept =
            Kept { _, called ->
                if (called == "write") {
                    blocked.countDown()
                    free.await()
                }
            }
        Watch().use { watch ->
            var came: Throwable? = null
            val waiting = thread { came = runCatching { backUp(kept, watch) }.exceptionOrNull() }
            assertTrue(blocked.await(20, TimeUnit.SECONDS))
            diary.add(pulse(62))
            watch.cancel()
            waiting.join(5_000)
            assertIs<DiaryException.Cancelled>(came)
        }
        assertFailsWith<DiaryException.InUse> { backUp(kept) }
        free.countDown()
        val until = System.nanoTime() + 10_000_000_000
        while (runCatching { backUp(kept) }.isFailure) assertTrue(System.nanoTime() < until)
        assertEquals(2, restored(kept))
    }
}
