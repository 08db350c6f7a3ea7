package org.healthdiary.ui

import android.graphics.Bitmap
import androidx.activity.ComponentActivity
import androidx.compose.runtime.getValue
import androidx.compose.runtime.key
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.setValue
import androidx.compose.ui.graphics.asAndroidBitmap
import androidx.compose.ui.test.captureToImage
import androidx.compose.ui.test.junit4.v2.createAndroidComposeRule
import androidx.compose.ui.test.onNodeWithTag
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
        var now by mutableStateOf(previews.first() to Phone.plain)
        rule.setContent { key(now) { Stage(now.second) { now.first.screen {} } } }
        for (phone in Phone.all.filter { wanted("pictures.on", it.name) }) {
            for (preview in previews.filter { wanted("pictures.of", it.name) }) {
                now = preview to phone
                rule.waitForIdle()
                val picture = rule.onNodeWithTag(STAGE).captureToImage().asAndroidBitmap()
                val file = File(folder, "${phone.name}/${preview.name}.png")
                file.parentFile?.mkdirs()
                file.outputStream().use { picture.compress(Bitmap.CompressFormat.PNG, 100, it) }
            }
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
