package org.healthdiary.ui

import androidx.activity.ComponentActivity
import androidx.compose.ui.test.junit4.v2.createAndroidComposeRule
import org.healthdiary.ui.previews.previews
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Rule
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.annotation.Config
import org.robolectric.annotation.GraphicsMode
import java.io.File

/**
 * Every screen looks as it did when somebody last looked at it.
 *
 * Where a change is meant, the new pictures lie in `small/` below the folder of `android/build pictures`, and are copied over.
 */
@RunWith(RobolectricTestRunner::class)
@Config(sdk = [34], qualifiers = "w900dp-h1000dp-mdpi")
@GraphicsMode(GraphicsMode.Mode.NATIVE)
class GoldensTest {
    @get:Rule val rule = createAndroidComposeRule<ComponentActivity>()

    private val kept = File(System.getProperty("fixtures.dir"), "android")

    @Test
    fun `every screen looks as it did`() {
        val wrong = mutableListOf<String>()
        rule.drawEach(previews.map { Phone.plain to it }) { _, preview, picture ->
            val share = Small.read(File(kept, "${preview.name}.png"))?.differs(Small.of(picture)) ?: 1.0
            if (share > TOLERANCE) wrong += "${preview.name}: ${(share * 100).toInt()} % of it differs"
        }
        assertEquals(emptyList<String>(), wrong)
    }

    @Test
    fun `the pictures that are kept are those of the screens, and small`() {
        val files = kept.listFiles().orEmpty()
        assertEquals(previews.map { it.name }.sorted(), files.map { it.nameWithoutExtension }.sorted())
        assertTrue(files.sumOf { it.length() } < MOST)
    }

    private companion object {
        /** Letters are drawn a little otherwise on another machine. */
        const val TOLERANCE = 0.01
        const val MOST = 3_000_000L
    }
}
