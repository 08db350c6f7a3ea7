package org.healthdiary.ui.parts

import androidx.compose.foundation.BorderStroke
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.size
import androidx.compose.foundation.shape.RoundedCornerShape
import androidx.compose.material3.Surface
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.semantics.Role
import androidx.compose.ui.semantics.clearAndSetSemantics
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.onClick
import androidx.compose.ui.semantics.role
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.unit.dp
import org.healthdiary.ui.R
import org.healthdiary.ui.look.Sizes
import org.healthdiary.ui.look.Type
import org.healthdiary.ui.look.roles
import org.healthdiary.ui.words.LocalFormats
import org.healthdiary.ui.words.aloud
import org.healthdiary.ui.words.dayWords
import org.healthdiary.ui.words.words
import java.time.LocalDate
import java.time.LocalDateTime

/** A day and a clock on the wall, changed by large keys: nothing to hit exactly, and nothing to scroll. */
@Composable
internal fun TimeChooser(
    at: LocalDateTime,
    today: LocalDate,
    set: (LocalDateTime) -> Unit,
) {
    val formats = LocalFormats.current
    Card {
        Column(Modifier.padding(Sizes.edge), verticalArrangement = Arrangement.spacedBy(Sizes.apart)) {
            Step(words(R.string.time_day), dayWords(at.toLocalDate(), today)) { set(at.plusDays(it)) }
            Step(words(R.string.time_hour), formats.time(at.toLocalTime())) { set(at.plusHours(it)) }
            Step(words(R.string.time_minute), formats.number(at.minute), large = true) { set(at.plusMinutes(it)) }
        }
    }
}

@Composable
private fun Step(
    name: String,
    value: String,
    large: Boolean = false,
    change: (Long) -> Unit,
) {
    Column(Modifier.fillMaxWidth(), verticalArrangement = Arrangement.spacedBy(4.dp)) {
        Row(
            Modifier.fillMaxWidth().semantics(mergeDescendants = true) {},
            horizontalArrangement = Arrangement.SpaceBetween,
        ) {
            Text(name, style = Type.body, color = roles.secondary)
            Text(value, style = Type.strong, color = roles.text)
        }
        Row(Modifier.fillMaxWidth(), horizontalArrangement = Arrangement.spacedBy(Sizes.apart)) {
            val steps = if (large) listOf(-TEN, -1L, 1L, TEN) else listOf(-1L, 1L)
            for (step in steps) {
                val spoken = words(if (step < 0) R.string.time_less else R.string.time_more, name, value)
                StepKey(Modifier.weight(1f), signed(step), spoken) { change(step) }
            }
        }
    }
}

@Composable
private fun signed(step: Long): String {
    val number = LocalFormats.current.number(kotlin.math.abs(step).toInt())
    return if (step < 0) "−$number" else "+$number"
}

@Composable
private fun StepKey(
    modifier: Modifier,
    sign: String,
    spoken: String,
    press: () -> Unit,
) {
    val said = aloud(sign, spoken)
    Surface(
        onClick = press,
        modifier =
            modifier.clearAndSetSemantics {
                contentDescription = said
                role = Role.Button
                onClick {
                    press()
                    true
                }
            },
        shape = RoundedCornerShape(Sizes.corner),
        color = roles.surface,
        border = BorderStroke(1.dp, roles.grid),
    ) {
        Box(Modifier.size(Sizes.target), contentAlignment = Alignment.Center) {
            Text(sign, style = Type.strong, color = roles.primary)
        }
    }
}

private const val TEN = 10L
