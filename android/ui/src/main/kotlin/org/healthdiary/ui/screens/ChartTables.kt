package org.healthdiary.ui.screens

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.ColumnScope
import androidx.compose.foundation.layout.PaddingValues
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.widthIn
import androidx.compose.foundation.lazy.LazyColumn
import androidx.compose.foundation.lazy.items
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.semantics.semantics
import org.healthdiary.ui.R
import org.healthdiary.ui.look.Sizes
import org.healthdiary.ui.look.Type
import org.healthdiary.ui.look.roles
import org.healthdiary.ui.parts.Divider
import org.healthdiary.ui.parts.Frame
import org.healthdiary.ui.words.momentWords
import org.healthdiary.ui.words.words

/** The numbers of the charts, the newest first; a year's are drawn as they are scrolled to. */
@Composable
internal fun ChartTables(
    state: ChartState,
    act: (ChartAction) -> Unit,
) {
    Frame(title = words(R.string.chart_title), back = { act(ChartAction.Back) }) {
        LazyColumn(
            Modifier.fillMaxWidth().weight(1f),
            contentPadding = PaddingValues(start = Sizes.edge, end = Sizes.edge, bottom = Sizes.gap),
            horizontalAlignment = Alignment.CenterHorizontally,
        ) {
            item { Above { WhatToLookAt(state, act) } }
            for (chart in state.charts.filter { it.points.isNotEmpty() }) {
                item {
                    Above { WhatItShows(chart, sentence(chart, state.today)) }
                    TableLine(words(R.string.chart_column_when), words(R.string.chart_column_value), head = true)
                }
                items(chart.points.asReversed()) { point ->
                    Divider()
                    TableLine(momentWords(point.at, state.today), writtenValue(point.value), head = false)
                }
            }
        }
    }
}

@Composable
private fun Above(content: @Composable ColumnScope.() -> Unit) {
    Column(
        Modifier.widthIn(max = Sizes.column).fillMaxWidth().padding(bottom = Sizes.apart),
        verticalArrangement = Arrangement.spacedBy(Sizes.gap),
        content = content,
    )
}

@Composable
private fun TableLine(
    start: String,
    end: String,
    head: Boolean,
) {
    Row(
        Modifier
            .widthIn(max = Sizes.column)
            .fillMaxWidth()
            .padding(horizontal = Sizes.edge, vertical = Sizes.apart)
            .semantics(mergeDescendants = true) {},
        horizontalArrangement = Arrangement.spacedBy(Sizes.gap),
    ) {
        val style = if (head) Type.small else Type.body
        val color = if (head) roles.secondary else roles.text
        Text(start, Modifier.weight(1f), style = style, color = color)
        Text(end, style = style, color = color)
    }
}
