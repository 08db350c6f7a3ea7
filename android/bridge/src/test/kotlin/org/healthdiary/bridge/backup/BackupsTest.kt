package org.healthdiary.bridge.backup

import android.content.Context
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.emptyFlow
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.flow.last
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.runBlocking
import org.healthdiary.HouseholdPlace
import org.healthdiary.Sync
import org.healthdiary.SyncProgress
import org.healthdiary.SyncResult
import org.healthdiary.bridge.Bridge
import org.healthdiary.bridge.DiaryTrouble
import org.healthdiary.bridge.Door
import org.healthdiary.bridge.Draft
import org.healthdiary.bridge.DraftedValue
import org.healthdiary.bridge.EntryKind
import org.healthdiary.bridge.Places
import org.healthdiary.bridge.Step
import org.healthdiary.bridge.Trouble
import org.healthdiary.bridge.Typed
import org.healthdiary.bridge.radio.DeviceRadio
import org.healthdiary.bridge.radio.NearDevice
import org.junit.After
import org.junit.Assert.assertEquals
import org.junit.Assert.assertNotEquals
import org.junit.Assert.assertNotNull
import org.junit.Assert.assertNull
import org.junit.Assert.assertTrue
import org.junit.Before
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.annotation.Config
import java.io.File

/** Backups into a document provider's folder, and the diary out of it, over the real core. */
@RunWith(RobolectricTestRunner::class)
@Config(sdk = [34])
class BackupsTest {
    private val context: Context = RuntimeEnvironment.getApplication()
    private lateinit var bridge: Bridge
    private lateinit var code: String

    private object NoRadio : DeviceRadio {
        override suspend fun talk(
            sync: Sync,
            address: String,
            patient: Boolean,
            progress: (SyncProgress) -> Unit,
        ): SyncResult = error("there is no radio")

        override fun near(all: Boolean): Flow<List<NearDevice>> = emptyFlow()
    }

    @Before
    fun makeDiary() =
        runBlocking {
            FakeCard.insert(context)
            bridge = Bridge.replace(context, NoRadio)
            code = bridge.diary.make("Ana", PASSPHRASE)
            write("128")
            bridge.backups.choose(FakeCard.tree)
        }

    @After
    fun shut() = runBlocking { bridge.diary.shut() }

    private suspend fun write(top: String) {
        val ana = bridge.entries.people().single().id
        val draft =
            Draft(EntryKind("blood-pressure"), listOf(DraftedValue("systolic", top, "mmHg"), DraftedValue("diastolic", "82", "mmHg")))
        assertTrue(bridge.entries.write(ana, draft, confirmed = true) is Typed.Kept)
    }

    private suspend fun entries() = bridge.entries.page(bridge.entries.people().single().id, null, null).entries.size

    private fun trouble(call: suspend () -> Unit): Trouble? =
        runBlocking {
            try {
                call()
                null
            } catch (refused: DiaryTrouble) {
                refused.what
            }
        }

    private suspend fun make(): LastBackup? = (bridge.backups.make().last() as Step.Done).came

    private suspend fun restore(
        typed: String,
        left: Boolean = false,
    ) = (bridge.backups.restore(FakeCard.tree, typed, left).last() as Step.Done).came

    private fun files(place: HouseholdPlace) =
        File(place.folder).walk().filter {
            it.isFile
        }.associate { it.name to it.readBytes().toList() }

    @Test
    fun `a backup is proven, remembered, and says how large it is`() =
        runBlocking {
            assertEquals("Diary", bridge.backups.folder)
            assertNull(bridge.backups.last())
            val steps = bridge.backups.make().toList()
            val made = checkNotNull((steps.last() as Step.Done).came)
            assertTrue("how far it is", steps.any { it is Step.Far && it.done > 0 })
            assertEquals(made, bridge.backups.last())
            assertEquals(FakeCard.folder.listFiles().orEmpty().sumOf { it.length() }, made.bytes)
            // The next run writes what is new, over the same names.
            write("130")
            assertTrue(checkNotNull(make()).atMs >= made.atMs)
        }

    @Test
    fun `a diary comes back by the code or the passphrase, beside the one that was there`() =
        runBlocking {
            make()
            val before = bridge.diary.place
            write("135")
            bridge.diary.shut()
            val there = files(before)
            assertEquals(false, restore(code).partly)
            assertEquals(Door.SHUT, bridge.diary.door.value)
            assertNotEquals(before, bridge.diary.place)
            assertEquals("what was there is as it was", there, files(before))
            bridge.diary.openByEither(PASSPHRASE)
            assertEquals("as of the backup", 1, entries())
            // Also for the process after this one.
            assertEquals(bridge.diary.place, Places(context).current())
            restore(PASSPHRASE)
            bridge.diary.openByEither(code)
            assertEquals(1, entries())
        }

    @Test
    fun `whatever is refused leaves nothing behind, and the diary where it was`() {
        runBlocking { make() }
        val place = bridge.diary.place
        val beside = { context.filesDir.list().orEmpty().sorted() to context.noBackupFilesDir.list().orEmpty().sorted() }
        val before = beside()
        assertEquals(Trouble.WRONG_SECRET, trouble { restore("none that was ever chosen here") })
        assertEquals(Trouble.WRONG_SECRET, trouble { restore(code.replaceFirst(code[0], if (code[0] == 'A') 'B' else 'A')) })
        // What is written first is what the list at the end names.
        File(FakeCard.folder, FakeCard.made.first { it.endsWith(".sealed") }).let { it.writeBytes(it.readBytes().reversedArray()) }
        assertEquals(Trouble.DAMAGED, trouble { restore(code) })
        FakeCard.folder.listFiles().orEmpty().forEach(File::delete)
        assertEquals(Trouble.NO_DIARY, trouble { restore(code) })
        FakeCard.take()
        assertEquals(Trouble.FOLDER_GONE, trouble { restore(code) })
        assertEquals(before, beside())
        assertEquals(place, bridge.diary.place)
        assertEquals("what is open stays open", Door.OPEN, bridge.diary.door.value)
    }

    @Test
    fun `a folder that is gone, refused or full says which, and the next run is whole`() {
        FakeCard.refused = true
        assertEquals(Trouble.FOLDER_REFUSED, trouble { make() })
        FakeCard.refused = false
        FakeCard.room = 3
        assertEquals(Trouble.FOLDER_FULL, trouble { make() })
        FakeCard.room = Int.MAX_VALUE
        val taken = FakeCard.take()
        assertEquals(Trouble.FOLDER_GONE, trouble { make() })
        assertTrue(taken.renameTo(FakeCard.folder))
        runBlocking { assertNotNull(make()) }
        assertTrue("no name is a half", FakeCard.folder.listFiles().orEmpty().none { it.length() == 0L })
    }

    @Test
    fun `a provider that calls pieces otherwise, or first asks its server, is seen through`() {
        FakeCard.rename = { "$it.bin" }
        assertNotNull(trouble { make() })
        assertEquals("what has another name is taken away again", 0, FakeCard.folder.list().orEmpty().size)
        FakeCard.rename = null
        FakeCard.asks = 2
        runBlocking { assertNotNull(make()) }
    }

    @Test
    fun `whoever stops looking stops it, and nothing is half there`() =
        runBlocking {
            bridge.backups.make().first { it is Step.Far }
            bridge.backups.restore(FakeCard.tree, code, false).first { it is Step.Far }
            assertNotNull(make())
            assertEquals(Places(context).current(), bridge.diary.place)
        }

    private companion object {
        const val PASSPHRASE = "seven invented words nobody would guess"
    }
}
