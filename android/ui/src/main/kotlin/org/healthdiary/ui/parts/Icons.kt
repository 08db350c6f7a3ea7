package org.healthdiary.ui.parts

import androidx.compose.ui.graphics.Color
import androidx.compose.ui.graphics.SolidColor
import androidx.compose.ui.graphics.StrokeCap
import androidx.compose.ui.graphics.StrokeJoin
import androidx.compose.ui.graphics.vector.ImageVector
import androidx.compose.ui.graphics.vector.PathParser
import androidx.compose.ui.unit.dp

/** The signs of the app, drawn as lines of one width in a square of 24. */
internal object Icons {
    val Back = lines("M20 12H5M11 5l-7 7 7 7", mirrored = true)
    val Forward = lines("M9 5l7 7-7 7", mirrored = true)
    val Menu = lines("M4 7h16M4 12h16M4 17h16")
    val Check = lines("M5 12.5l4.5 4.5L19 7.5")
    val Attention = lines("M12 4L2.5 20h19ZM12 10v4.5M12 17.2v.2")
    val Error = lines("M12 3a9 9 0 1 0 .01 0ZM12 7.5v5.5M12 16.2v.2")
    val Calm = lines("M12 3a9 9 0 1 0 .01 0ZM12 11v5.5M12 7.6v.2")
    val Delete = lines("M9 6h11v12H9l-6-6ZM12 9.5l5 5M17 9.5l-5 5", mirrored = true)
    val Pin = lines("M12 21c-4-5-6.5-8-6.5-11.500a6.500 6.500 0 0 1 13 0C18.500 13 16 16 12 21ZM12 7.500a2.200 2.200 0 1 0 .01 0Z")
    val Person = lines("M12 4a4 4 0 1 0 .01 0ZM4.500 20.500c0-4 3.500-6 7.500-6s7.500 2 7.500 6")
    val Lock = lines("M6 11h12v9H6ZM8.500 11V8a3.500 3.500 0 0 1 7 0v3")
    val Search = lines("M10.500 4a6.500 6.500 0 1 0 .01 0ZM15.500 15.500L21 21")
    val Clip = lines("M8 12l6-6a3.200 3.200 0 0 1 4.500 4.500l-8 8a5 5 0 0 1-7-7L11 4")

    private const val SIDE = 24f

    private fun lines(
        path: String,
        mirrored: Boolean = false,
    ): ImageVector =
        ImageVector
            .Builder(defaultWidth = SIDE.dp, defaultHeight = SIDE.dp, viewportWidth = SIDE, viewportHeight = SIDE, autoMirror = mirrored)
            .addPath(
                pathData = PathParser().parsePathString(path).toNodes(),
                stroke = SolidColor(Color.Black),
                strokeLineWidth = 2f,
                strokeLineCap = StrokeCap.Round,
                strokeLineJoin = StrokeJoin.Round,
            ).build()
}
