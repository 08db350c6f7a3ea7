package org.healthdiary.ui

import androidx.activity.ComponentActivity
import androidx.compose.ui.test.junit4.v2.createAndroidComposeRule
import org.healthdiary.ui.previews.previews
import org.junit.Assume.assumeTrue
import org.junit.Rule
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.annotation.Config
import org.robolectric.annotation.GraphicsMode
import java.io.File

/** Draws what [GoldensTest] compares with, into `small/` below the folder in the property `pictures.dir`. */
@RunWith(RobolectricTestRunner::class)
@Config(sdk = [34], qualifiers = "w900dp-h1000dp-mdpi")
@GraphicsMode(GraphicsMode.Mode.NATIVE)
class SmallPictures {
    @get:Rule val rule = createAndroidComposeRule<ComponentActivity>()

    @Test
    fun `every screen, small`() {
        val folder = System.getProperty("pictures.dir")
        assumeTrue("pictures.dir names no folder", !folder.isNullOrEmpty())
        rule.drawEach(previews.map { Phone.plain to it }) { _, preview, picture ->
            Small.of(picture).write(File(folder, "small/${preview.name}.png"))
        }
    }
}
