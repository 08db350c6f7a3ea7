package org.healthdiary.app

import android.net.Uri
import androidx.core.net.toUri
import androidx.lifecycle.SavedStateHandle
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.Job
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.asStateFlow
import kotlinx.coroutines.flow.update
import kotlinx.coroutines.launch
import kotlinx.coroutines.withContext
import org.healthdiary.bridge.Attachment
import org.healthdiary.bridge.Attachments
import org.healthdiary.bridge.DiaryTrouble
import org.healthdiary.bridge.Trouble
import org.healthdiary.ui.screens.Adding
import org.healthdiary.ui.screens.Copied
import org.healthdiary.ui.screens.FileAction
import org.healthdiary.ui.screens.FileProblem
import org.healthdiary.ui.screens.FilesState
import org.healthdiary.ui.screens.OpenFile
import org.healthdiary.ui.screens.ShownFile
import org.healthdiary.ui.state.ShownPerson

/** What only an activity can do for files: the phone asks which, and says it to [EntryFiles.picked] or [EntryFiles.copyTo]. */
internal interface FileHands {
    /** Whether the phone has something to pick with. */
    fun pickPicture(): Boolean

    fun pickFile(): Boolean

    /** Has a person say where a copy goes, and what it is called. */
    fun saveAs(name: String): Boolean
}

/** The pictures and files beside an entry. What was picked is kept until it is there, also where the process is ended in between. */
internal class EntryFiles(
    private val attachments: Attachments,
    private val whose: Whose,
    private val saved: SavedStateHandle,
    private val scope: CoroutineScope,
) {
    private val now = MutableStateFlow(FilesState())
    private var known: List<Attachment> = emptyList()
    private var adding: Job? = null
    val state: StateFlow<FilesState> = now.asStateFlow()
    var hands: FileHands? = null

    /** The entry whose files these are. */
    private var entry: String? = null

    /** Shows the files of an entry, and goes on with what was picked for it. */
    suspend fun show(
        entry: String,
        canChange: Boolean,
    ) {
        val person = whose.person.value ?: return
        known = attachments.of(person.id, entry)
        val same = this.entry == entry
        this.entry = entry
        val files = known.map(::shown)
        now.update { old ->
            val open = old.open?.takeIf { open -> same && files.any { it.id == open.id } }
            FilesState(files, canChange, old.adding.takeIf { same }, open)
        }
        goOnCopying()
        if (saved.get<String>(FOR) == entry && adding?.isActive != true && now.value.adding == null) add(asItIs = false)
    }

    fun act(action: FileAction) {
        when (action) {
            FileAction.AddPicture -> pick { pickPicture() }
            FileAction.AddFile -> pick { pickFile() }
            FileAction.TryAgain -> add(asItIs = false)
            FileAction.KeepAsItIs -> add(asItIs = true)
            FileAction.Leave -> leave()
            is FileAction.Open -> open(action.file)
            FileAction.Copy -> copy()
            FileAction.AskToRemove -> opened { it.copy(askingToRemove = true) }
            FileAction.KeepFile -> opened { it.copy(askingToRemove = false) }
            FileAction.Remove -> remove()
        }
    }

    private fun pick(how: FileHands.() -> Boolean) {
        saved[FOR] = entry
        saved.remove<String>(PICKED)
        if (hands?.how() != true) leave()
    }

    /** The phone was asked, and this was picked; nothing where somebody changed their mind. */
    fun picked(file: Uri?) {
        if (file == null) return leave()
        attachments.hold(file)
        saved[PICKED] = file.toString()
        // Where the diary was locked meanwhile, it goes on once somebody is back at the entry.
        if (saved.get<String>(FOR) == entry) add(asItIs = false)
    }

    private fun add(asItIs: Boolean) {
        if (adding?.isActive == true) return
        val (file, to) = (saved.get<String>(PICKED)?.toUri() ?: return) to (saved.get<String>(FOR) ?: return)
        whose.person.value?.let { add(it, file, to, asItIs) }
    }

    private fun add(
        person: ShownPerson,
        file: Uri,
        to: String,
        asItIs: Boolean,
    ) {
        now.update { it.copy(adding = Adding.Running) }
        adding =
            scope.launch {
                val hindered =
                    try {
                        attachments.attach(person.id, to, file, asItIs)
                        leave()
                        null
                    } catch (refused: DiaryTrouble) {
                        if (refused.what == Trouble.DOUBTFUL) Adding.AsItIs else Adding.Failed(why(refused.what))
                    }
                // Somebody may look at another entry meanwhile; this one says it when they come back.
                if (entry == to) {
                    if (hindered == null) known = attachments.of(person.id, to)
                    now.update { it.copy(files = known.map(::shown), adding = hindered) }
                }
            }
    }

    private fun why(trouble: Trouble): FileProblem =
        when (trouble) {
            Trouble.TOO_LARGE -> FileProblem.TooLarge
            Trouble.FILE_GONE -> FileProblem.Gone
            Trouble.NO_SPACE -> FileProblem.NoSpace
            else -> FileProblem.Failed
        }

    private fun leave() {
        saved.get<String>(PICKED)?.let { attachments.letGo(it.toUri()) }
        saved.remove<String>(PICKED)
        saved.remove<String>(FOR)
        now.update { it.copy(adding = null) }
    }

    private fun open(file: ShownFile) {
        if (now.value.open?.id == file.id) {
            now.update { it.copy(open = null) }
            return
        }
        val person = whose.person.value ?: return
        val whole = known.firstOrNull { it.id == file.id } ?: return
        now.update { it.copy(open = OpenFile(file.id)) }
        scope.launch {
            val picture =
                if (whole.mediaType.startsWith(PICTURE)) {
                    val bytes = attachments.content(person.id, whole)
                    withContext(Dispatchers.Default) { pictureOf(bytes).also { bytes.fill(0) } }
                } else {
                    null
                }
            opened(file.id) { it.copy(picture = picture, read = true) }
        }
    }

    private fun copy() {
        val open = now.value.open ?: return
        saved[COPYING] = open.id
        val name = known.firstOrNull { it.id == open.id }?.name ?: NAMELESS
        if (hands?.saveAs(name) != true) opened(open.id) { it.copy(copy = Copied.Failed) }
    }

    /** The phone was asked where a copy goes; nothing where somebody changed their mind. */
    fun copyTo(place: Uri?) {
        if (place == null) {
            saved.remove<String>(COPYING)
        } else {
            saved[COPY_TO] = place.toString()
            goOnCopying()
        }
    }

    /** Where the diary was locked while the phone asked, it goes on once somebody is back. */
    private fun goOnCopying() {
        val file = saved.get<String>(COPYING) ?: return
        val place = saved.get<String>(COPY_TO) ?: return
        val person = whose.person.value ?: return
        saved.remove<String>(COPYING)
        saved.remove<String>(COPY_TO)
        scope.launch {
            val copied =
                try {
                    attachments.copy(person.id, file, place.toUri())
                    Copied.Done
                } catch (_: DiaryTrouble) {
                    Copied.Failed
                }
            now.update { state ->
                val open = state.open?.takeIf { it.id == file } ?: OpenFile(file, read = true).takeIf { known.any { it.id == file } }
                state.copy(open = open?.copy(copy = copied) ?: state.open)
            }
        }
    }

    private fun remove() {
        val open = now.value.open ?: return
        val person = whose.person.value ?: return
        val of = entry ?: return
        scope.launch {
            attachments.remove(person.id, open.id)
            known = attachments.of(person.id, of)
            now.update { it.copy(files = known.map(::shown), open = null) }
        }
    }

    private fun opened(
        file: String? = now.value.open?.id,
        change: (OpenFile) -> OpenFile,
    ) = now.update { state -> state.open?.takeIf { it.id == file }?.let { state.copy(open = change(it)) } ?: state }

    private fun shown(file: Attachment) = ShownFile(file.id, file.name, file.bytes, file.stripped)

    private companion object {
        const val FOR = "files.for"
        const val PICKED = "files.picked"
        const val COPYING = "files.copying"
        const val COPY_TO = "files.copy-to"
        const val PICTURE = "image/"

        /** What a copy of a file without a name is called; a person sees it, and can change it. */
        const val NAMELESS = "copy"
    }
}
