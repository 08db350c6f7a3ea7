package org.healthdiary.bridge

import org.healthdiary.Household
import org.healthdiary.HouseholdPlace
import org.healthdiary.createHousehold
import org.junit.Assert.assertEquals
import org.junit.Rule
import org.junit.Test
import org.junit.rules.TemporaryFolder
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.annotation.Config

/** The library itself, loaded by JNA beside Android's classes. */
@RunWith(RobolectricTestRunner::class)
@Config(sdk = [34])
class CoreTest {
    @get:Rule val folder = TemporaryFolder()

    @Test
    fun `a household is made and opened`() {
        val place = HouseholdPlace("${folder.root}/home", "${folder.root}/state")
        val code = createHousehold(place, "seven invented words nobody would guess")
        Household.openWithRecoveryCode(place, code).use { household ->
            household.addPerson("Ana")
            assertEquals(listOf("Ana"), household.people().map { it.name })
            household.shut()
        }
    }
}
