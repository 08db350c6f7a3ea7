package org.healthdiary

import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable
import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.LinkedBlockingQueue
import kotlin.test.Test
import kotlin.test.assertEquals

/** What calls take from Kotlin, for `bindings/bench/run`: one line of JSON into the file that DIARY_FIGURES names, every time in microseconds. */
@EnabledIfEnvironmentVariable(named = "DIARY_FIGURES", matches = ".+")
class FiguresTest {
    /** How often all pages are read, and how often a change is waited for. */
    private val rounds = 25
    private val turns = 300

    private fun pressure(number: Int): EntryDraft {
        val said = mapOf("systolic" to 110 + number % 60, "diastolic" to 80, "pulse" to 64)
        return EntryDraft(kind = "blood-pressure", moment = SaidMoment.Now, values = said.map { (field, value) -> DraftValue(field, "$value") })
    }

    private fun listed(times: List<Long>) = times.map { it / 1000.0 }

    @Test
    fun `what calls take`() {
        val entries = System.getenv("DIARY_ENTRIES").toInt()
        val folder = Files.createTempDirectory("figures")
        val place = HouseholdPlace("$folder/home", "$folder/state")
        val household = Household.openWithRecoveryCode(place, createHousehold(place, "seven invented words nobody would guess"))
        val diary = household.diary(household.addPerson("Ana"))
        val adds =
            (0 until entries).map { number ->
                val draft = pressure(number)
                val began = System.nanoTime()
                diary.add(draft)
                System.nanoTime() - began
            }
        val pages =
            (0 until rounds).map {
                val began = System.nanoTime()
                var after: String? = null
                var read = 0
                do {
                    val page = diary.page(EntryQuestion(), after, 100u)
                    read += page.entries.size
                    after = page.next
                } while (after != null)
                assertEquals(entries, read)
                System.nanoTime() - began
            }
        val told = LinkedBlockingQueue<Long>()
        val listener =
            object : ChangeListener {
                override fun changed(change: DiaryChange) {
                    told += System.nanoTime()
                }

                override fun ended() = Unit
            }
        val subscription = diary.subscribe(listener)
        val events =
            (0 until turns).map { number ->
                val draft = pressure(number)
                val began = System.nanoTime()
                diary.add(draft)
                told.take() - began
            }
        subscription.end()
        household.shut()
        val line = """{"pages": ${listed(pages)}, "add": ${listed(adds)}, "event": ${listed(events)}}"""
        Files.writeString(Path.of(System.getenv("DIARY_FIGURES")), line)
        folder.toFile().deleteRecursively()
    }
}
