package org.healthdiary.ui

import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import java.io.File

/** Android Studio draws every state that the tests draw. */
class StudioPreviewsTest {
    private val folder = File(System.getProperty("fixtures.dir"), "../../android/ui/src/main/kotlin/org/healthdiary/ui/previews")

    private fun named(
        file: String,
        how: String,
    ) = Regex(how, RegexOption.MULTILINE).findAll(File(folder, file).readText()).map { it.groupValues[1] }.toSet()

    @Test
    fun `every list of states is there for Android Studio too`() {
        val all = named("Preview.kt", "^        (\\w+Previews),")
        assertTrue(all.isNotEmpty())
        assertEquals(all, named("StudioPreviews.kt", ": States\\((\\w+Previews)\\)"))
    }
}
