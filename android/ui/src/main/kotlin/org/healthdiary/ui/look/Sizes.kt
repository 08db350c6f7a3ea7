package org.healthdiary.ui.look

import androidx.compose.ui.unit.dp

/** Lengths that every screen keeps to. */
object Sizes {
    /** The least height and width of what can be touched. */
    val target = 48.dp

    /** The height of the one main action of a screen. */
    val mainTarget = 64.dp

    /** Between two targets, so that a trembling finger meets one. */
    val apart = 8.dp

    val edge = 16.dp
    val gap = 16.dp
    val corner = 12.dp

    /** No line of text is wider than this. */
    val column = 560.dp
}
