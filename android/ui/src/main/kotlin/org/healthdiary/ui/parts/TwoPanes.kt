package org.healthdiary.ui.parts

import androidx.compose.foundation.background
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxHeight
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.safeDrawingPadding
import androidx.compose.material3.VerticalDivider
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.LocalConfiguration
import org.healthdiary.ui.R
import org.healthdiary.ui.look.Sizes
import org.healthdiary.ui.look.roles
import org.healthdiary.ui.words.words

/** From this width on, in dp, a list and what is chosen from it stand beside each other. */
private const val WIDE = 600

/** Whether there is room for [TwoPanes]. */
@Composable
fun hasTwoPanes(): Boolean = LocalConfiguration.current.screenWidthDp >= WIDE

/**
 * A list, and beside it what is chosen from it.
 *
 * @param chosen none while nothing is
 */
@Composable
fun TwoPanes(
    list: @Composable () -> Unit,
    chosen: (@Composable () -> Unit)?,
) {
    Row(Modifier.fillMaxSize().background(roles.background)) {
        Box(Modifier.weight(1f).fillMaxHeight()) { list() }
        VerticalDivider(color = roles.grid)
        Box(Modifier.weight(1f).fillMaxHeight()) {
            if (chosen != null) {
                chosen()
            } else {
                Box(Modifier.fillMaxSize().safeDrawingPadding().padding(Sizes.edge), contentAlignment = Alignment.Center) {
                    Paragraph(words(R.string.history_choose))
                }
            }
        }
    }
}
