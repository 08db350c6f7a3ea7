package org.healthdiary.ui

import android.graphics.Bitmap
import java.awt.image.BufferedImage
import java.awt.image.IndexColorModel
import java.io.File
import javax.imageio.ImageIO
import kotlin.math.abs

/** A picture at half its size, in few colours: small enough to be kept beside the tests. */
class Small private constructor(
    private val image: BufferedImage,
) {
    /** Writes it as a palette PNG. */
    fun write(file: File) {
        file.parentFile?.mkdirs()
        ImageIO.write(image, "png", file)
    }

    /** The share of pixels that are clearly others. */
    fun differs(other: Small): Double {
        if (image.width != other.image.width || image.height != other.image.height) return 1.0
        val pixels =
            (0 until image.height).sumOf { y ->
                (0 until image.width).count { x -> far(image.getRGB(x, y), other.image.getRGB(x, y)) }
            }
        return pixels.toDouble() / (image.width * image.height)
    }

    companion object {
        private const val SMALLER = 2

        /** So far apart two colours may be, of 255 in a channel: a step of the palette, and the edge of a letter. */
        private const val NEAR = 64
        private const val STEPS = 6
        private const val FULL = 255

        private fun far(
            one: Int,
            other: Int,
        ): Boolean = listOf(0, 8, 16).any { shift -> abs(((one shr shift) and FULL) - ((other shr shift) and FULL)) > NEAR }

        private val palette: IndexColorModel by lazy {
            val levels = List(STEPS) { (it * FULL / (STEPS - 1)).toByte() }
            val colors = levels.flatMap { red -> levels.flatMap { green -> levels.map { blue -> Triple(red, green, blue) } } }
            IndexColorModel(
                8,
                colors.size,
                colors.map { it.first }.toByteArray(),
                colors.map { it.second }.toByteArray(),
                colors.map { it.third }.toByteArray(),
            )
        }

        /** Of a picture that was drawn. */
        fun of(drawn: Bitmap): Small {
            val small = Bitmap.createScaledBitmap(drawn, drawn.width / SMALLER, drawn.height / SMALLER, true)
            val image = BufferedImage(small.width, small.height, BufferedImage.TYPE_BYTE_INDEXED, palette)
            for (y in 0 until small.height) for (x in 0 until small.width) image.setRGB(x, y, small.getPixel(x, y))
            return Small(image)
        }

        /** One that was kept; none where there is none. */
        fun read(file: File): Small? = if (file.exists()) Small(ImageIO.read(file)) else null
    }
}
