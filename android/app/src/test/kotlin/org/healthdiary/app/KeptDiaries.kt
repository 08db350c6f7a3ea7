package org.healthdiary.app

import android.content.Context
import org.healthdiary.Diary
import org.healthdiary.DraftValue
import org.healthdiary.EntryDraft
import org.healthdiary.Household
import org.healthdiary.HouseholdPlace
import org.healthdiary.asSaid
import org.healthdiary.createHousehold
import java.io.File
import java.nio.file.Files
import java.time.LocalDate
import java.time.ZoneId

/** Diaries of invented readings, four a day until today, each made once for all tests of a class: ten years of them take a while. */
internal class KeptDiaries(
    private val passphrase: String,
) : AutoCloseable {
    private val below = Files.createTempDirectory("diaries").toFile()

    /** Puts one with so many days of readings where the app looks for its own. */
    fun put(
        days: Int,
        context: Context,
    ) {
        val kept = File(below, "$days").also { if (!it.exists()) make(it, days) }
        val there = mapOf("diary" to context.filesDir, "state" to context.noBackupFilesDir)
        for ((name, folder) in there) {
            File(folder, name).deleteRecursively()
            File(kept, name).copyRecursively(File(folder, name))
        }
    }

    private fun make(
        folder: File,
        days: Int,
    ) {
        val place = HouseholdPlace(File(folder, "diary").path, File(folder, "state").path)
        folder.mkdirs()
        createHousehold(place, passphrase)
        Household.openWithPassphrase(place, passphrase).use { household ->
            household.diary(household.addPerson("Ana")).use { diary -> repeat(days) { write(diary, it) } }
            household.shut()
        }
    }

    private fun write(
        diary: Diary,
        daysAgo: Int,
    ) = repeat(A_DAY) { index ->
        // Just after midnight: none of today is still to come, and no clock is ever changed then.
        val moment = LocalDate.now().minusDays(daysAgo.toLong()).atTime(0, index).asSaid(ZoneId.of("Europe/London"))
        val values = listOf("systolic" to TOP + index, "diastolic" to BOTTOM, "pulse" to PULSE).map { DraftValue(it.first, "${it.second}") }
        diary.add(EntryDraft(kind = "blood-pressure", moment = moment, values = values), confirmed = true)
    }

    override fun close() {
        below.deleteRecursively()
    }

    private companion object {
        const val A_DAY = 4
        const val TOP = 120
        const val BOTTOM = 80
        const val PULSE = 64
    }
}
