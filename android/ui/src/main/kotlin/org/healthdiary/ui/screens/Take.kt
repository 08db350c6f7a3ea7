package org.healthdiary.ui.screens

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.widthIn
import androidx.compose.material3.Icon
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.semantics.LiveRegionMode
import androidx.compose.ui.semantics.clearAndSetSemantics
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.liveRegion
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.semantics.stateDescription
import androidx.compose.ui.unit.dp
import org.healthdiary.ui.R
import org.healthdiary.ui.look.Sizes
import org.healthdiary.ui.look.Type
import org.healthdiary.ui.look.roles
import org.healthdiary.ui.parts.Card
import org.healthdiary.ui.parts.Icons
import org.healthdiary.ui.parts.MainButton
import org.healthdiary.ui.parts.Notice
import org.healthdiary.ui.parts.Page
import org.healthdiary.ui.parts.Paragraph
import org.healthdiary.ui.parts.Remark
import org.healthdiary.ui.parts.SideButton
import org.healthdiary.ui.parts.Tone
import org.healthdiary.ui.parts.color
import org.healthdiary.ui.words.LocalFormats
import org.healthdiary.ui.words.counted
import org.healthdiary.ui.words.words

/** From sitting down to the reading on the phone; the main button is the cuff's. */
@Composable
fun TakeScreen(
    state: TakeState,
    act: (TakeAction) -> Unit,
) {
    val stage = state.stage
    val said = takeWords(stage)
    Page(
        title = words(R.string.take_title),
        back = { act(TakeAction.Back) },
        foot =
            said?.button?.let { button -> { said.act?.let { MainButton(words(button)) { act(it) } } } }
                ?: if (stage is TakeStage.Watching) {
                    { MainButton(words(R.string.take_live_end)) { act(TakeAction.EndWatching) } }
                } else {
                    null
                },
    ) {
        when {
            stage is TakeStage.Prepare -> Preparing(stage, act)
            stage is TakeStage.Watching -> Live(stage)
            said != null -> Told(said)
        }
        steps(stage)?.let { Steps(it) }
        if (stage !is TakeStage.Watching && said?.act != TakeAction.TypeInstead) {
            SideButton(words(R.string.take_type)) { act(TakeAction.TypeInstead) }
        }
    }
}

@Composable
private fun Preparing(
    stage: TakeStage.Prepare,
    act: (TakeAction) -> Unit,
) {
    Card {
        Column(Modifier.padding(Sizes.edge), verticalArrangement = Arrangement.spacedBy(Sizes.gap)) {
            listOf(R.string.take_sit, R.string.take_arm, R.string.take_press).forEachIndexed { index, step ->
                Row(Modifier.semantics(mergeDescendants = true) {}, horizontalArrangement = Arrangement.spacedBy(12.dp)) {
                    Text(LocalFormats.current.number(index + 1), style = Type.smallNumber, color = roles.primary)
                    Paragraph(words(step), Modifier.weight(1f))
                }
            }
        }
    }
    val left = stage.secondsLeft
    when {
        left == null -> {
            SideButton(words(R.string.take_rest_start)) { act(TakeAction.Rest) }
        }

        left == 0 -> {
            Notice(Tone.Fine, words(R.string.take_rest_over))
        }

        left < MINUTE -> {
            Notice(Tone.Calm, counted(R.plurals.take_rest_seconds, left), live = false)
        }

        else -> {
            val minutes = counted(R.plurals.length_minutes, (left + MINUTE - 1) / MINUTE)
            Notice(Tone.Calm, words(R.string.take_rest_left, minutes))
        }
    }
}

@Composable
private fun Told(said: TakeWords) {
    Column(
        Modifier.semantics { liveRegion = LiveRegionMode.Polite },
        verticalArrangement = Arrangement.spacedBy(Sizes.apart),
    ) {
        Row(
            Modifier.semantics(mergeDescendants = true) {},
            horizontalArrangement = Arrangement.spacedBy(Sizes.apart),
        ) {
            if (said.tone != Tone.Calm) {
                Icon(
                    said.tone.icon,
                    contentDescription = said.tone.spoken?.let { words(it) },
                    modifier = Modifier.padding(top = 4.dp),
                    tint = said.tone.color(),
                )
            }
            Text(said.happens, style = Type.title, color = if (said.tone == Tone.Calm) roles.text else said.tone.color())
        }
        if (said.safe > 0) Remark(Tone.Fine, counted(R.plurals.take_lost_safe, said.safe))
        if (said.then.isNotEmpty()) Paragraph(said.then)
    }
}

@Composable
private fun Live(stage: TakeStage.Watching) {
    val formats = LocalFormats.current
    if (stage.saturation != null || stage.pulse != null) {
        Column(verticalArrangement = Arrangement.spacedBy(Sizes.apart)) {
            stage.saturation?.let {
                Text(words(R.string.common_percent, formats.number(it)), style = Type.number, color = roles.text)
            }
            stage.pulse?.let { Text(words(R.string.reading_pulse, formats.number(it)), style = Type.heading, color = roles.text) }
        }
    }
    val (tone, key) =
        when (stage.signal) {
            Signal.NoFinger -> Tone.Attention to R.string.take_finger
            Signal.Searching -> Tone.Calm to R.string.take_searching_pulse
            Signal.Weak -> Tone.Attention to R.string.take_weak
            Signal.Good -> Tone.Fine to R.string.take_good
            Signal.Fault -> Tone.Attention to R.string.take_fault
            Signal.Demonstration -> Tone.Attention to R.string.take_demonstration
        }
    Notice(tone, words(key))
}

private const val MINUTE = 60

private val stepWords =
    listOf(R.string.take_step_looking, R.string.take_step_found, R.string.take_step_receiving, R.string.take_step_safe)

/** Which of the steps goes on; none where steps say nothing. */
private fun steps(stage: TakeStage): Int? =
    when (stage) {
        TakeStage.Looking -> 0
        is TakeStage.Found -> 1
        is TakeStage.LinkLost -> 1
        is TakeStage.Receiving, is TakeStage.Asking -> 2
        is TakeStage.Finishing -> stepWords.size
        else -> null
    }

@Composable
private fun Steps(now: Int) {
    Column(verticalArrangement = Arrangement.spacedBy(Sizes.apart)) {
        stepWords.forEachIndexed { index, key ->
            val name = words(key)
            val state = words(stepState(index, now))
            Row(
                Modifier.clearAndSetSemantics {
                    contentDescription = name
                    stateDescription = state
                },
                horizontalArrangement = Arrangement.spacedBy(12.dp),
                verticalAlignment = Alignment.CenterVertically,
            ) {
                Box(Modifier.widthIn(min = 24.dp), contentAlignment = Alignment.Center) {
                    when {
                        index < now -> Icon(Icons.Check, contentDescription = null, tint = roles.fine)
                        index == now -> Icon(Icons.Forward, contentDescription = null, tint = roles.primary)
                    }
                }
                Text(name, style = if (index == now) Type.strong else Type.body, color = if (index > now) roles.secondary else roles.text)
            }
        }
    }
}

private fun stepState(
    step: Int,
    now: Int,
): Int =
    when {
        step < now -> R.string.take_step_done
        step == now -> R.string.take_step_now
        else -> R.string.take_step_later
    }
