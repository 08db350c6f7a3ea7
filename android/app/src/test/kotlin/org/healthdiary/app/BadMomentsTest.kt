package org.healthdiary.app

import android.app.Application
import android.content.Intent
import kotlinx.coroutines.runBlocking
import org.healthdiary.Diary
import org.healthdiary.DraftValue
import org.healthdiary.EntryDraft
import org.healthdiary.RadioEvent
import org.healthdiary.asSaid
import org.junit.Assert.assertEquals
import org.junit.Test
import org.robolectric.Shadows.shadowOf
import java.io.File
import java.security.MessageDigest
import java.time.LocalDate
import java.time.ZoneId

/** What can go wrong around the app: it is said, with what to do, and nothing is lost. */
internal class BadMomentsTest : AtTheApp() {
    override fun prepare() {
        made()
    }

    @Test
    fun `a permission that is taken away in the middle is said behind what came, and the rest comes later`() {
        addCuff()
        repeat(3) { cuff.measurePressure(it.toUInt(), (120 + it).toUShort(), 80u, 60u) }
        var values = 0
        radio.happens = { event -> if (event is RadioEvent.Value && ++values == 2) RadioEvent.PermissionLost else event }
        tap("Take a reading")
        see("A new reading")
        val permissions = shadowOf(context as Application)
        permissions.denyPermissions("android.permission.BLUETOOTH_CONNECT")
        tap("Keep")
        see("This app may not look for devices")
        see("Without it, you can type your readings.")
        permissions.grantPermissions("android.permission.BLUETOOTH_CONNECT")
        radio.happens = { it }
        back()
        tap("Take a reading")
        tap("Keep")
        val ana = checkNotNull(model.whose.person.value)
        // Of three the one that was on its way: the phone had confirmed it, and no longer told the app.
        assertEquals(2, runBlocking { bridge.entries.page(ana.id, null) }.entries.size)
    }

    @Test
    fun `a cuff that belongs to another phone says what to do`() {
        addCuff()
        cuff.measurePressure(0u, 128u, 82u, 64u)
        radio.happens = { event -> if (event is RadioEvent.Subscribed) RadioEvent.Subscribed(event.uuid, NOT_PAIRED) else event }
        tap("Take a reading")
        see("The device is paired with another phone")
        see("Its readings stay on it until then")
        assertEquals(1uL, cuff.held())
    }

    @Test
    fun `after wrong passphrases somebody waits, and the right one opens then`() {
        shutTheDoor()
        repeat(TRIES) {
            see("Unlock")
            type("Passphrase", "not this one", anew = true)
            tap("Unlock")
            settle()
        }
        see("Too many tries")
        phone.aheadMs += AN_HOUR_MS
        type("Passphrase", PASSPHRASE, anew = true)
        tap("Unlock")
        see("Take a reading")
    }

    @Test
    fun `a diary of a newer app is left alone, and says that the app is to be updated`() {
        shutTheDoor()
        for (file in keys()) {
            val text = file.readText().substringBeforeLast(",\"checksum\":\"").replace(Regex("\"version\":[0-9]+"), "\"version\":99")
            val sum = MessageDigest.getInstance("SHA-256").digest(text.toByteArray()).joinToString("") { "%02x".format(it) }
            file.writeText("$text,\"checksum\":\"$sum\"}\n")
        }
        isRefused("A newer version of this app has written this diary.")
    }

    @Test
    fun `a damaged diary is left alone, and says what can bring it back`() {
        shutTheDoor()
        keys().forEach { it.writeBytes(it.readBytes().also { bytes -> bytes[bytes.size / 2]++ }) }
        isRefused("The diary’s files are damaged.")
    }

    private fun keys() = listOf("keys.json", "keys.copy.json").map { File(File(context.filesDir, "diary"), it) }

    private fun isRefused(said: String) {
        val before = onDisk()
        unlock()
        see(said)
        assertEquals("not a byte of it was changed", before, onDisk())
    }

    private fun onDisk() =
        File(context.filesDir, "diary").walkTopDown().filter(File::isFile).associate { it.path to it.readBytes().contentHashCode() }

    @Test
    fun `whoever travels finds every entry on the day and at the time when it was written`() {
        calls.household!!.run { diary(people().single().id) }.use(::writeToday)
        shutAndOpen()
        tap("History")
        val home = settle()
        back()
        phone.moveTo("Pacific/Kiritimati")
        context.sendBroadcast(Intent(Intent.ACTION_TIMEZONE_CHANGED))
        rule.runOnUiThread { model.whose.look() }
        settle()
        assertEquals(LocalDate.now(ZoneId.of("Pacific/Kiritimati")), model.today.state.value.today)
        tap("History")
        assertEquals(times(home), times(settle()))
        back()
        typeOne()
        val newest = checkNotNull(model.today.state.value.newest)
        assertEquals(LocalDate.now(ZoneId.of("Pacific/Kiritimati")), newest.at.day)
    }

    /** Three readings, a minute apart, from midnight on. */
    private fun writeToday(diary: Diary) =
        repeat(3) { minute ->
            val moment = LocalDate.now().atTime(0, minute).asSaid(ZoneId.of("Europe/London"))
            val values = listOf(DraftValue("systolic", "12$minute"), DraftValue("diastolic", "80"))
            diary.add(EntryDraft(kind = "blood-pressure", moment = moment, values = values), confirmed = true)
        }

    private fun times(said: List<String>) = said.filter { TIME.matches(it) }

    private fun shutAndOpen() {
        shutTheDoor()
        unlock()
        see("Take a reading")
    }

    private fun typeOne() {
        tap("Type a reading")
        press("131")
        tap("Next")
        press("84")
        tap("Save")
        hear("131 over 84")
    }

    private companion object {
        /** ATT: insufficient authentication. */
        const val NOT_PAIRED: UByte = 5u
        const val TRIES = 5
        const val AN_HOUR_MS = 3_600_000L
        val TIME = Regex(".*[0-9]{1,2}:[0-9]{2}.*")
    }
}
