package org.healthdiary.app

import android.content.ActivityNotFoundException
import androidx.activity.ComponentActivity
import androidx.activity.result.ActivityResultLauncher
import androidx.activity.result.PickVisualMediaRequest
import androidx.activity.result.contract.ActivityResultContracts.CreateDocument
import androidx.activity.result.contract.ActivityResultContracts.OpenDocument
import androidx.activity.result.contract.ActivityResultContracts.PickVisualMedia

/** What the activity does for files. Made with it, as [ActivityCareHands] is. */
internal class ActivityFileHands(
    activity: ComponentActivity,
    private val files: () -> EntryFiles,
) : FileHands {
    private val picture = activity.registerForActivityResult(PickVisualMedia()) { files().picked(it) }
    private val file = activity.registerForActivityResult(OpenDocument()) { files().picked(it) }
    private val copy = activity.registerForActivityResult(CreateDocument(ANY)) { files().copyTo(it) }

    override fun pickPicture() = picture.asked(PickVisualMediaRequest(PickVisualMedia.ImageOnly))

    override fun pickFile() = file.asked(arrayOf(ANY))

    override fun saveAs(name: String) = copy.asked(name)

    /** Whether the phone could be asked. */
    private fun <T> ActivityResultLauncher<T>.asked(what: T): Boolean =
        try {
            launch(what)
            true
        } catch (_: ActivityNotFoundException) {
            false
        }

    private companion object {
        const val ANY = "*/*"
    }
}
