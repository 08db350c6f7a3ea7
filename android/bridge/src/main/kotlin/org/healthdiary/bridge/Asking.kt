package org.healthdiary.bridge

import org.healthdiary.Diary
import org.healthdiary.Household

/** The open household; [DiaryTrouble] where there is none. */
internal fun HealthDiary.opened(): Household = household.value ?: throw DiaryTrouble(Trouble.SHUT)

/** Asks a person's diary off this thread, and lets go of it. */
internal suspend fun <T> HealthDiary.asking(
    person: String,
    call: (Diary) -> T,
): T = opened().let { household -> core { household.diary(person).use(call) } }
