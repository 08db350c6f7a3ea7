package org.healthdiary.ui.parts

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.material3.LinearProgressIndicator
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.semantics.LiveRegionMode
import androidx.compose.ui.semantics.liveRegion
import androidx.compose.ui.semantics.semantics
import org.healthdiary.ui.R
import org.healthdiary.ui.look.Sizes
import org.healthdiary.ui.look.roles
import org.healthdiary.ui.state.HowFar
import org.healthdiary.ui.words.LocalFormats
import org.healthdiary.ui.words.words

private const val PERCENT = 100

/** How far it is, as a line that does not move by itself, and in words. */
@Composable
internal fun Progress(
    what: String,
    far: HowFar,
) {
    Column(verticalArrangement = Arrangement.spacedBy(Sizes.apart)) {
        Paragraph(what, Modifier.semantics { liveRegion = LiveRegionMode.Polite })
        LinearProgressIndicator(
            progress = { far.share },
            modifier = Modifier.fillMaxWidth(),
            color = roles.primary,
            trackColor = roles.grid,
            drawStopIndicator = {},
        )
        if (far.of == null) {
            Aside(words(R.string.common_working))
        } else {
            Aside(words(R.string.common_percent, LocalFormats.current.number((far.share * PERCENT).toInt())))
        }
    }
}
