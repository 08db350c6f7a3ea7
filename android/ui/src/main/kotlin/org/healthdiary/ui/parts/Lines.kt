package org.healthdiary.ui.parts

import androidx.compose.foundation.BorderStroke
import androidx.compose.foundation.clickable
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.ColumnScope
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.selection.selectable
import androidx.compose.foundation.selection.selectableGroup
import androidx.compose.foundation.selection.toggleable
import androidx.compose.foundation.shape.RoundedCornerShape
import androidx.compose.material3.Checkbox
import androidx.compose.material3.Icon
import androidx.compose.material3.RadioButton
import androidx.compose.material3.Surface
import androidx.compose.material3.Switch
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.graphics.Color
import androidx.compose.ui.semantics.Role
import androidx.compose.ui.semantics.heading
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.unit.dp
import org.healthdiary.ui.look.Sizes
import org.healthdiary.ui.look.Type
import org.healthdiary.ui.look.roles

/** What belongs together, on a surface of its own. */
@Composable
internal fun Card(
    modifier: Modifier = Modifier,
    content: @Composable ColumnScope.() -> Unit,
) {
    Surface(
        modifier.fillMaxWidth(),
        shape = RoundedCornerShape(Sizes.corner),
        color = roles.surface,
        contentColor = roles.text,
        border = BorderStroke(1.dp, roles.grid.copy(alpha = HALF)),
    ) {
        Column(content = content)
    }
}

/** A heading inside a screen. */
@Composable
internal fun Heading(words: String) {
    Text(words, Modifier.padding(top = Sizes.apart).semantics { heading() }, style = Type.heading, color = roles.text)
}

/** A paragraph. */
@Composable
internal fun Paragraph(
    words: String,
    modifier: Modifier = Modifier,
    color: Color = roles.text,
) {
    Text(words, modifier, style = Type.body, color = color)
}

/** Words beside something larger. */
@Composable
internal fun Aside(
    words: String,
    modifier: Modifier = Modifier,
) {
    Text(words, modifier, style = Type.small, color = roles.secondary)
}

/** A line of words, with more below it. */
@Composable
internal fun TwoLines(
    words: String,
    below: String?,
    modifier: Modifier = Modifier,
) {
    Column(modifier, verticalArrangement = Arrangement.spacedBy(2.dp)) {
        Text(words, style = Type.strong, color = roles.text)
        if (!below.isNullOrEmpty()) Text(below, style = Type.small, color = roles.secondary)
    }
}

/** A fact: what it is, and below it what it says. */
@Composable
internal fun Fact(
    name: String,
    value: String,
) {
    Column(
        Modifier
            .fillMaxWidth()
            .padding(horizontal = Sizes.edge, vertical = Sizes.apart)
            .semantics(mergeDescendants = true) {},
    ) {
        Text(name, style = Type.small, color = roles.secondary)
        Text(value, style = Type.body, color = roles.text)
    }
}

/** A line that leads somewhere. */
@Composable
internal fun LinkLine(
    words: String,
    below: String? = null,
    act: () -> Unit,
) {
    Row(
        Modifier
            .fillMaxWidth()
            .clickable(role = Role.Button, onClick = act)
            .heightIn(min = Sizes.mainTarget)
            .padding(horizontal = Sizes.edge, vertical = Sizes.apart),
        horizontalArrangement = Arrangement.spacedBy(Sizes.apart),
        verticalAlignment = Alignment.CenterVertically,
    ) {
        TwoLines(words, below, Modifier.weight(1f))
        Icon(Icons.Forward, contentDescription = null, tint = roles.secondary)
    }
}

/** Several lines of which one is chosen. */
@Composable
internal fun <T> ChooseOne(
    options: List<T>,
    chosen: T?,
    choose: (T) -> Unit,
    below: @Composable (T) -> String? = { null },
    words: @Composable (T) -> String,
) {
    Column(Modifier.selectableGroup()) {
        for (option in options) {
            Row(
                Modifier
                    .fillMaxWidth()
                    .selectable(selected = option == chosen, role = Role.RadioButton) { choose(option) }
                    .heightIn(min = Sizes.target)
                    .padding(horizontal = Sizes.edge, vertical = Sizes.apart),
                horizontalArrangement = Arrangement.spacedBy(12.dp),
                verticalAlignment = Alignment.CenterVertically,
            ) {
                RadioButton(selected = option == chosen, onClick = null)
                TwoLines(words(option), below(option), Modifier.weight(1f))
            }
        }
    }
}

/** A line that is on or off. */
@Composable
internal fun SwitchLine(
    words: String,
    below: String?,
    on: Boolean,
    set: (Boolean) -> Unit,
) {
    Row(
        Modifier
            .fillMaxWidth()
            .toggleable(value = on, role = Role.Switch, onValueChange = set)
            .heightIn(min = Sizes.mainTarget)
            .padding(horizontal = Sizes.edge, vertical = Sizes.apart),
        horizontalArrangement = Arrangement.spacedBy(12.dp),
        verticalAlignment = Alignment.CenterVertically,
    ) {
        TwoLines(words, below, Modifier.weight(1f))
        Switch(checked = on, onCheckedChange = null)
    }
}

/** A line that can be ticked. */
@Composable
internal fun TickLine(
    words: String,
    ticked: Boolean,
    set: (Boolean) -> Unit,
) {
    Row(
        Modifier
            .fillMaxWidth()
            .toggleable(value = ticked, role = Role.Checkbox, onValueChange = set)
            .heightIn(min = Sizes.target)
            .padding(horizontal = Sizes.edge, vertical = Sizes.apart),
        horizontalArrangement = Arrangement.spacedBy(12.dp),
        verticalAlignment = Alignment.CenterVertically,
    ) {
        Checkbox(checked = ticked, onCheckedChange = null)
        Text(words, Modifier.weight(1f), style = Type.body)
    }
}

private const val HALF = 0.5f
