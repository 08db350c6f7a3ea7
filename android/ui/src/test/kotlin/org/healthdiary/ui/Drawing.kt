package org.healthdiary.ui

import android.graphics.Bitmap
import androidx.compose.runtime.getValue
import androidx.compose.runtime.key
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.setValue
import androidx.compose.ui.graphics.asAndroidBitmap
import androidx.compose.ui.test.captureToImage
import androidx.compose.ui.test.junit4.ComposeContentTestRule
import androidx.compose.ui.test.onNodeWithTag
import org.healthdiary.ui.previews.Preview

/** Draws screens on phones, one after the other, for somebody to [look] at. Once in a test. */
fun ComposeContentTestRule.drawEach(
    screens: List<Pair<Phone, Preview>>,
    look: (Phone, Preview, Bitmap) -> Unit,
) {
    if (screens.isEmpty()) return
    var now by mutableStateOf(screens.first())
    setContent { key(now) { Stage(now.first) { now.second.screen {} } } }
    for (screen in screens) {
        now = screen
        waitForIdle()
        look(screen.first, screen.second, onNodeWithTag(STAGE).captureToImage().asAndroidBitmap())
    }
}
