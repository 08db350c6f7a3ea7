package org.healthdiary.ui.look

import androidx.compose.material3.Typography
import androidx.compose.ui.text.TextStyle
import androidx.compose.ui.text.font.FontFamily
import androidx.compose.ui.text.font.FontWeight
import androidx.compose.ui.text.style.Hyphens
import androidx.compose.ui.text.style.LineBreak
import androidx.compose.ui.unit.sp

/** The styles of text, by what they are for. All grow with the phone's text size, by wrapping. */
object Type {
    private val base = TextStyle(lineBreak = LineBreak.Paragraph, hyphens = Hyphens.Auto)

    /** The numbers of a reading; digits of one width, so that a list lines up. */
    val number = TextStyle(fontSize = 52.sp, lineHeight = 58.sp, fontWeight = FontWeight.Medium, fontFeatureSettings = "tnum")

    /** A number that is being typed, three beside each other. */
    val enteredNumber = number.copy(fontSize = 44.sp, lineHeight = 50.sp)

    /** A number in a list, or a step of one that is being entered. */
    val smallNumber = TextStyle(fontSize = 22.sp, lineHeight = 28.sp, fontWeight = FontWeight.Medium, fontFeatureSettings = "tnum")

    /** What is to be copied by hand, letter by letter. */
    val code =
        TextStyle(fontSize = 24.sp, lineHeight = 34.sp, fontWeight = FontWeight.Medium, fontFamily = FontFamily.Monospace)

    val title = base.copy(fontSize = 26.sp, lineHeight = 32.sp, fontWeight = FontWeight.Medium)
    val heading = base.copy(fontSize = 20.sp, lineHeight = 26.sp, fontWeight = FontWeight.Medium)
    val body = base.copy(fontSize = 17.sp, lineHeight = 24.sp)
    val strong = base.copy(fontSize = 17.sp, lineHeight = 24.sp, fontWeight = FontWeight.Medium)
    val button = base.copy(fontSize = 18.sp, lineHeight = 24.sp, fontWeight = FontWeight.Medium)

    /** Beside something larger; nothing is smaller than [axis]. */
    val small = base.copy(fontSize = 15.sp, lineHeight = 21.sp)
    val axis = TextStyle(fontSize = 13.sp, lineHeight = 16.sp, fontFeatureSettings = "tnum")

    internal val material =
        Typography(
            titleLarge = title,
            titleMedium = heading,
            bodyLarge = body,
            bodyMedium = body,
            bodySmall = small,
            labelLarge = button,
            labelMedium = small,
            labelSmall = small,
        )
}
