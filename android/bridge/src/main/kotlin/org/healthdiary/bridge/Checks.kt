package org.healthdiary.bridge

import kotlinx.coroutines.flow.Flow
import org.healthdiary.Household
import org.healthdiary.HouseholdFile
import org.healthdiary.VerifyReport
import org.healthdiary.zoneDatabase

/** A file of the diary. */
public data class CheckedFile(
    /** The core's word for it: `household`, `inbox`, `diary`, `sealed`. */
    val what: String,
    /** Whose, where it is a person's: the name. */
    val person: String?,
)

/** What a check found. */
public data class Checked(
    /** How many changes were looked at. */
    val changes: Long,
    /** What is not as it was written; empty where all is well. */
    val damaged: List<CheckedFile>,
    /** How many pictures and other media files are missing or damaged. */
    val mediaWrong: Int,
    /** What was not looked at: its lock is shut. */
    val locked: List<CheckedFile>,
)

/** What a note on paper proves, and of what it is. */
public data class Compared(
    /** The core's word: `kept`, `differs`, `shortened`, `locked` or `unknown`. */
    val proof: String,
    /** None where it is of nothing here. */
    val file: CheckedFile?,
    /** Where it was kept: how many changes came since. */
    val since: Long?,
)

/** Whether everything is as it was written. */
public class Checks internal constructor(
    private val diary: HealthDiary,
) {
    /**
     * Looks at every page, change and media file. To stop collecting is to stop it.
     *
     * @throws DiaryTrouble in the collector, where it cannot begin: what is wrong is in what comes.
     */
    public fun everything(): Flow<Step<Checked>> =
        steps { watch ->
            val household = open()
            found(household, household.verify(watch))
        }

    /** Where the chains of changes stand, for paper: what is before is proven by it later. */
    public suspend fun heads(): List<String> = open().let { household -> core { household.heads().heads.map { it.noted } } }

    /**
     * What a note of a head proves, however it was typed.
     *
     * @throws DiaryTrouble [Trouble.INVALID] where it is none, or a letter of it is wrong.
     */
    public suspend fun compare(noted: String): Compared =
        open().let { household ->
            core {
                val checked = household.checkHead(noted)
                val names = household.people().associate { it.id to it.name }
                val file = checked.file?.let { CheckedFile(it.what, it.person?.let(names::get)) }
                Compared(checked.proof, file, checked.number?.toLong().takeIf { checked.proof == KEPT })
            }
        }

    /** The version of the rules for time zones, such as 2026a. */
    public suspend fun zones(): String = core { zoneDatabase() }

    private fun found(
        household: Household,
        report: VerifyReport,
    ): Checked {
        val names = household.people().associate { it.id to it.name }

        fun named(file: HouseholdFile) = CheckedFile(file.what, file.person?.let(names::get))
        return Checked(
            changes = report.files.sumOf { it.checked.toLong() },
            damaged = report.findings.map { named(it.file) }.distinct(),
            mediaWrong = report.mediaWrong.toInt(),
            locked = report.locked.map(::named),
        )
    }

    private fun open(): Household = diary.household.value ?: throw DiaryTrouble(Trouble.SHUT)

    private companion object {
        const val KEPT = "kept"
    }
}
