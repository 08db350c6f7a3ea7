package org.healthdiary.app

import android.graphics.Bitmap
import android.graphics.BitmapFactory
import android.graphics.Matrix
import android.media.ExifInterface
import androidx.compose.ui.graphics.ImageBitmap
import androidx.compose.ui.graphics.asImageBitmap

/** The longest side of a picture that is shown, pixels: more than a phone's screen is wide, and little memory. */
private const val LONGEST = 1600
private const val QUARTER = 90f

/** A picture as it is shown, upright; none where these bytes are none that this phone can show. */
internal fun pictureOf(bytes: ByteArray): ImageBitmap? {
    val size = BitmapFactory.Options().apply { inJustDecodeBounds = true }
    BitmapFactory.decodeByteArray(bytes, 0, bytes.size, size)
    val longest = maxOf(size.outWidth, size.outHeight)
    if (longest <= 0) return null
    val smaller = BitmapFactory.Options().apply { inSampleSize = Integer.highestOneBit(maxOf(1, longest / LONGEST)) }
    return BitmapFactory.decodeByteArray(bytes, 0, bytes.size, smaller)?.let { upright(it, turned(bytes)).asImageBitmap() }
}

/** By how much it lies on its side: the only thing that a kept picture still tells. */
private fun turned(bytes: ByteArray): Float =
    runCatching {
        when (ExifInterface(bytes.inputStream()).getAttributeInt(ExifInterface.TAG_ORIENTATION, ExifInterface.ORIENTATION_NORMAL)) {
            ExifInterface.ORIENTATION_ROTATE_90 -> QUARTER
            ExifInterface.ORIENTATION_ROTATE_180 -> 2 * QUARTER
            ExifInterface.ORIENTATION_ROTATE_270 -> -QUARTER
            else -> 0f
        }
    }.getOrDefault(0f)

private fun upright(
    picture: Bitmap,
    turned: Float,
): Bitmap =
    if (turned == 0f) {
        picture
    } else {
        Bitmap.createBitmap(picture, 0, 0, picture.width, picture.height, Matrix().apply { postRotate(turned) }, true)
    }
