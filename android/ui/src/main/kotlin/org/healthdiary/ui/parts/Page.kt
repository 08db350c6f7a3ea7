package org.healthdiary.ui.parts

import androidx.compose.foundation.background
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.ColumnScope
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.RowScope
import androidx.compose.foundation.layout.Spacer
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.imePadding
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.safeDrawingPadding
import androidx.compose.foundation.layout.width
import androidx.compose.foundation.layout.widthIn
import androidx.compose.foundation.rememberScrollState
import androidx.compose.foundation.verticalScroll
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.semantics.heading
import androidx.compose.ui.semantics.isTraversalGroup
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.semantics.traversalIndex
import androidx.compose.ui.unit.dp
import org.healthdiary.ui.R
import org.healthdiary.ui.look.Sizes
import org.healthdiary.ui.look.Type
import org.healthdiary.ui.look.roles
import org.healthdiary.ui.words.words

/**
 * A screen: its title, what it shows, and below it, always in sight, its one main action.
 *
 * Read aloud in that order. What it shows scrolls, so that nothing is cut at any size of text.
 *
 * @param back none on the first screen
 * @param signs at the end of the title's line
 * @param foot the main action, and nothing else
 */
@Composable
internal fun Page(
    title: String,
    back: (() -> Unit)? = null,
    signs: @Composable RowScope.() -> Unit = {},
    foot: (@Composable ColumnScope.() -> Unit)? = null,
    content: @Composable ColumnScope.() -> Unit,
) {
    Frame(title, back, signs, foot) {
        Column(
            Modifier.fillMaxWidth().weight(1f).verticalScroll(rememberScrollState()).padding(horizontal = Sizes.edge),
            horizontalAlignment = Alignment.CenterHorizontally,
        ) {
            Column(
                Modifier.widthIn(max = Sizes.column).fillMaxWidth().padding(bottom = Sizes.gap),
                verticalArrangement = Arrangement.spacedBy(Sizes.gap),
                content = content,
            )
        }
    }
}

/** A screen whose content scrolls by itself, as long lists do; otherwise as [Page]. */
@Composable
internal fun Frame(
    title: String,
    back: (() -> Unit)? = null,
    signs: @Composable RowScope.() -> Unit = {},
    foot: (@Composable ColumnScope.() -> Unit)? = null,
    content: @Composable ColumnScope.() -> Unit,
) {
    Column(
        Modifier.fillMaxSize().background(roles.background).safeDrawingPadding().imePadding(),
        horizontalAlignment = Alignment.CenterHorizontally,
    ) {
        TitleLine(title, back, signs)
        Column(
            Modifier.weight(1f).fillMaxWidth().semantics {
                isTraversalGroup = true
                traversalIndex = 1f
            },
            content = content,
        )
        if (foot != null) {
            Column(
                Modifier
                    .widthIn(max = Sizes.column)
                    .fillMaxWidth()
                    .padding(horizontal = Sizes.edge, vertical = Sizes.apart)
                    .semantics {
                        isTraversalGroup = true
                        traversalIndex = 2f
                    },
                verticalArrangement = Arrangement.spacedBy(Sizes.apart),
                content = foot,
            )
        }
    }
}

@Composable
private fun TitleLine(
    title: String,
    back: (() -> Unit)?,
    signs: @Composable RowScope.() -> Unit,
) {
    Row(
        Modifier
            .fillMaxWidth()
            .heightIn(min = Sizes.mainTarget)
            .padding(horizontal = 4.dp, vertical = Sizes.apart)
            .semantics {
                isTraversalGroup = true
                traversalIndex = 0f
            },
        verticalAlignment = Alignment.CenterVertically,
    ) {
        if (back == null) Spacer(Modifier.width(12.dp)) else SignButton(Icons.Back, words(R.string.common_back), back)
        Text(title, Modifier.weight(1f).padding(horizontal = 4.dp).semantics { heading() }, style = Type.title, color = roles.text)
        signs()
    }
}
