package org.healthdiary

import java.nio.file.Files
import java.nio.file.Path
import kotlin.test.AfterTest
import kotlin.test.BeforeTest

/** A household that is open, in a folder of its own, with Ana's diary. */
abstract class AtHome {
    protected lateinit var folder: Path
    protected lateinit var place: HouseholdPlace
    protected lateinit var code: String
    protected lateinit var household: Household
    protected lateinit var diary: Diary

    @BeforeTest
    fun open() {
        folder = Files.createTempDirectory("diary")
        place = HouseholdPlace("$folder/home", "$folder/state")
        code = createHousehold(place, "seven invented words nobody would guess")
        household = Household.openWithRecoveryCode(place, code)
        diary = household.diary(household.addPerson("Ana"))
    }

    @AfterTest
    fun remove() {
        diary.close()
        household.use(Household::shut)
        folder.toFile().deleteRecursively()
    }
}

/** A pulse of now. */
internal fun pulse(rate: Int) = EntryDraft(kind = "pulse", moment = SaidMoment.Now, values = listOf(DraftValue("pulse", "$rate")))
