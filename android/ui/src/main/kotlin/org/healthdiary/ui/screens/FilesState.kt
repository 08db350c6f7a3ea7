package org.healthdiary.ui.screens

import androidx.compose.runtime.Immutable
import androidx.compose.ui.graphics.ImageBitmap

/** The pictures and files beside an entry. */
@Immutable
data class FilesState(
    /** In the order they were added. */
    val files: List<ShownFile> = emptyList(),
    /** Whether more can be added, and those that are there removed. */
    val canChange: Boolean = false,
    /** What somebody picked, until it is there or they leave it. */
    val adding: Adding? = null,
    /** The one that is looked at. */
    val open: OpenFile? = null,
)

/** A picture or file beside an entry. */
@Immutable
data class ShownFile(
    val id: String,
    val name: String?,
    val bytes: Long,
    /** Whether place and camera were taken out of it. */
    val stripped: Boolean = false,
)

/** What becomes of a file that somebody picked. */
@Immutable
sealed interface Adding {
    data object Running : Adding

    /** Place and camera cannot be taken out of it: it is asked whether it is kept as it is. */
    data object AsItIs : Adding

    /** It is not there, and can be tried again. */
    data class Failed(
        val why: FileProblem,
    ) : Adding
}

/** Why a file was not added, or not copied. The entry is as it was. */
enum class FileProblem { TooLarge, Gone, NoSpace, Failed }

/** A file that is looked at. */
@Immutable
data class OpenFile(
    val id: String,
    /** None where it is no picture, or one that this phone cannot show. */
    val picture: ImageBitmap? = null,
    /** Whether it was read yet. */
    val read: Boolean = false,
    val askingToRemove: Boolean = false,
    val copy: Copied? = null,
)

/** What became of a copy outside of the diary. */
enum class Copied { Done, Failed }

/** What can be done with the files beside an entry. */
sealed interface FileAction : EntryAction {
    data object AddPicture : FileAction

    data object AddFile : FileAction

    /** Tries once more what failed. */
    data object TryAgain : FileAction

    /** Keeps a file as it is, with the place and camera that it may tell. */
    data object KeepAsItIs : FileAction

    /** Leaves what was picked. */
    data object Leave : FileAction

    /** Looks at a file, or no longer. */
    data class Open(
        val file: ShownFile,
    ) : FileAction

    data object Copy : FileAction

    data object AskToRemove : FileAction

    data object Remove : FileAction

    data object KeepFile : FileAction
}
