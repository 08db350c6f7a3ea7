package org.healthdiary.ui.state

import androidx.compose.runtime.Immutable

/** How far something is that takes long. */
@Immutable
data class HowFar(
    val done: Long,
    /** None where nobody knows yet. */
    val of: Long? = null,
) {
    /** From 0 to 1. */
    val share: Float get() = of?.takeIf { it > 0 }?.let { (done.toFloat() / it).coerceIn(0f, 1f) } ?: 0f
}
