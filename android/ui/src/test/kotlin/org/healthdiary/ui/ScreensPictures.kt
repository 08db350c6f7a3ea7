package org.healthdiary.ui

import android.graphics.Bitmap
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

/**
 * Draws every screen on every phone into a folder, to be looked at: the property `pictures.dir`.
 *
 * `pictures.of` and `pictures.on`: only screens and phones whose name begins so, several apart by commas.
 */
@RunWith(RobolectricTestRunner::class)
@Config(sdk = [34], qualifiers = "w900dp-h1000dp-xhdpi")
@GraphicsMode(GraphicsMode.Mode.NATIVE)
class ScreensPictures {
    @get:Rule val rule = createAndroidComposeRule<ComponentActivity>()

    @Test
    fun `every screen on every phone`() {
        val folder = System.getProperty("pictures.dir")
        assumeTrue("pictures.dir names no folder", !folder.isNullOrEmpty())
        val phones = Phone.all.filter { wanted("pictures.on", it.name) }
        val screens = previews.filter { wanted("pictures.of", it.name) }
        rule.drawEach(phones.flatMap { phone -> screens.map { phone to it } }) { phone, preview, picture ->
            val file = File(folder, "${phone.name}/${preview.name}.png")
            file.parentFile?.mkdirs()
            file.outputStream().use { picture.compress(Bitmap.CompressFormat.PNG, 100, it) }
        }
    }

    private fun wanted(
        property: String,
        name: String,
    ): Boolean {
        val only = System.getProperty(property)
        return only.isNullOrEmpty() || only.split(',').any(name::startsWith)
    }
}
