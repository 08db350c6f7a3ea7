package org.healthdiary.ui.parts

import androidx.compose.foundation.BorderStroke
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.ExperimentalLayoutApi
import androidx.compose.foundation.layout.FlowRow
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.size
import androidx.compose.foundation.shape.RoundedCornerShape
import androidx.compose.material3.Icon
import androidx.compose.material3.Surface
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.semantics.LiveRegionMode
import androidx.compose.ui.semantics.liveRegion
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.unit.dp
import org.healthdiary.ui.R
import org.healthdiary.ui.look.Sizes
import org.healthdiary.ui.look.Type
import org.healthdiary.ui.look.roles
import org.healthdiary.ui.words.words

/** A sign and a sentence, inside something else. */
@Composable
internal fun Remark(
    tone: Tone,
    sentence: String,
    modifier: Modifier = Modifier,
) {
    Row(
        modifier.semantics(mergeDescendants = true) {},
        horizontalArrangement = Arrangement.spacedBy(Sizes.apart),
    ) {
        Icon(
            tone.icon,
            contentDescription = tone.spoken?.let { words(it) },
            modifier = Modifier.padding(top = 2.dp).size(20.dp),
            tint = tone.color(),
        )
        Text(sentence, Modifier.weight(1f), style = Type.body, color = if (tone == Tone.Calm) roles.text else tone.color())
    }
}

/**
 * What happened, what is safe, what to do, and a button for it.
 *
 * @param live whether it is read aloud when it appears
 */
@Composable
internal fun Notice(
    tone: Tone,
    sentence: String,
    button: String? = null,
    live: Boolean = true,
    act: () -> Unit = {},
) {
    Surface(
        Modifier.fillMaxWidth(),
        shape = RoundedCornerShape(Sizes.corner),
        color = roles.surface,
        contentColor = roles.text,
        border = BorderStroke(1.dp, tone.color()),
    ) {
        Column(
            Modifier.padding(start = Sizes.edge, end = Sizes.edge, top = 12.dp, bottom = if (button == null) 12.dp else 4.dp),
        ) {
            Remark(tone, sentence, if (live) Modifier.semantics { liveRegion = LiveRegionMode.Polite } else Modifier)
            if (button != null) WordButton(button, act = act)
        }
    }
}

/** What was just done, and its taking back. */
@Composable
internal fun UndoLine(
    sentence: String,
    undo: () -> Unit,
) {
    Notice(Tone.Fine, sentence, words(R.string.common_undo), act = undo)
}

/**
 * A question before something that cannot be taken back.
 *
 * @param yes the verb of what would be done
 */
@OptIn(ExperimentalLayoutApi::class)
@Composable
internal fun Ask(
    question: String,
    yes: String,
    leave: () -> Unit,
    act: () -> Unit,
) {
    Card {
        Column(Modifier.padding(Sizes.edge), verticalArrangement = Arrangement.spacedBy(Sizes.apart)) {
            Remark(Tone.Attention, question, Modifier.semantics { liveRegion = LiveRegionMode.Assertive })
            FlowRow(
                horizontalArrangement = Arrangement.spacedBy(Sizes.apart),
                verticalArrangement = Arrangement.spacedBy(Sizes.apart),
            ) {
                SideButton(words(R.string.common_cancel), act = leave)
                SideButton(yes, act = act)
            }
        }
    }
}
