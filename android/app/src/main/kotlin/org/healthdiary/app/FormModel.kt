package org.healthdiary.app

import androidx.lifecycle.SavedStateHandle
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Job
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.asStateFlow
import kotlinx.coroutines.flow.update
import kotlinx.coroutines.launch
import org.healthdiary.bridge.Bridge
import org.healthdiary.bridge.DiaryTrouble
import org.healthdiary.bridge.Draft
import org.healthdiary.bridge.Typed
import org.healthdiary.bridge.Was
import org.healthdiary.ui.screens.Done
import org.healthdiary.ui.screens.FieldProblem
import org.healthdiary.ui.screens.FormAction
import org.healthdiary.ui.screens.FormField
import org.healthdiary.ui.screens.FormState
import org.healthdiary.ui.screens.ShownKind
import org.healthdiary.ui.screens.TypingProblem
import org.healthdiary.ui.state.ShownPerson
import java.time.LocalDateTime
import java.time.temporal.ChronoUnit

/** An entry of any kind that is being written down, or changed. Half of one survives the process. */
internal class FormModel(
    private val bridge: Bridge,
    private val whose: Whose,
    private val ways: Navigator,
    private val doing: Doing,
    private val preferences: Preferences,
    saved: SavedStateHandle,
    private val scope: CoroutineScope,
) {
    private val half = HalfForm(saved)
    private val now = MutableStateFlow<FormState?>(null)
    private var was: Was? = null
    private var saving: Job? = null

    /** None until the kind's description was read. */
    val state: StateFlow<FormState?> = now.asStateFlow()

    /** Goes to a new form. */
    fun start(kind: ShownKind) {
        half.begin(kind, entry = null)
        open()
    }

    /** Goes to the form that changes an entry. */
    fun change(
        kind: ShownKind,
        entry: String,
    ) {
        half.begin(kind, entry)
        open()
    }

    private fun open() {
        now.value = null
        was = null
        ways.go(Place.Form)
    }

    /** Somebody came, or came back: what was typed is there. */
    fun begin() {
        if (now.value != null) return
        val person = whose.person.value ?: return
        val kind = half.kind ?: return leave()
        scope.launch {
            val before = half.entry?.let { bridge.changing.was(person.id, it) ?: return@launch leave() }
            val fields = bridge.kinds.fields(person.id, before?.draft?.kind ?: kindOf(kind)).map(::formField)
            was = before
            val filled = before?.let { filled(fields, it.draft) } ?: fields.map { inChosenUnit(it, preferences.units.value) }
            now.value =
                half.onto(
                    FormState(
                        today = whose.today.value,
                        kind = kind,
                        fields = filled,
                        at = null,
                        note = before?.draft?.note.orEmpty(),
                        tags = before?.draft?.tags.orEmpty().joinToString(),
                        reason = before?.let { "" },
                        person = whose.named,
                    ),
                )
        }
    }

    fun act(action: FormAction) {
        when (action) {
            FormAction.Back -> {
                leave()
            }

            is FormAction.Save -> {
                save(action.confirmed)
            }

            is FormAction.Fill -> {
                typed { state ->
                    state.copy(
                        fields =
                            state.fields.map {
                                if (it.name ==
                                    action.field.name
                                ) {
                                    refilled(action.field)
                                } else {
                                    it
                                }
                            },
                    )
                }
            }

            is FormAction.Note -> {
                typed { it.copy(note = action.note) }
            }

            is FormAction.Tags -> {
                typed { it.copy(tags = action.tags) }
            }

            is FormAction.Reason -> {
                typed { it.copy(reason = action.reason) }
            }

            FormAction.ChangeTime -> {
                typed {
                    it.copy(
                        choosingTime = true,
                        at =
                            it.at ?: was?.at ?: LocalDateTime.now().truncatedTo(ChronoUnit.MINUTES),
                    )
                }
            }

            is FormAction.SetTime -> {
                typed { it.copy(at = action.at) }
            }

            is FormAction.Which -> {
                now.update { it?.copy(problem = (it.problem as? TypingProblem.CameTwice)?.copy(second = action.second)) }
            }
        }
    }

    /** What was wrong with a field is for what it had before. */
    private fun refilled(field: FormField) = field.copy(problem = null)

    private fun typed(change: (FormState) -> FormState) {
        now.update { state -> state?.let { change(it).copy(problem = null, empty = false) }?.also(half::keep) }
    }

    private fun save(confirmed: Boolean) {
        // Pressed twice, it is still one entry.
        val state = now.value?.takeIf { saving?.isActive != true } ?: return
        val person = whose.person.value ?: return
        val fields = state.fields.map { field -> field.copy(problem = FieldProblem.NotANumber.takeIf { !isNumber(field) }) }
        if (fields.any { it.problem != null }) {
            now.value = state.copy(fields = fields)
            return
        }
        saving =
            scope.launch {
                val shown =
                    try {
                        store(person, state, confirmed)
                    } catch (refused: DiaryTrouble) {
                        // Where the door was shut meanwhile, what was typed is there behind it.
                        state.copy(problem = typingProblem(refused.what))
                    }
                if (shown != null) now.value = shown
            }
    }

    /** None once it is stored. */
    private suspend fun store(
        person: ShownPerson,
        state: FormState,
        confirmed: Boolean,
    ): FormState? {
        val before = was
        val second = (state.problem as? TypingProblem.CameTwice)?.second
        val draft = draft(state, second, before)
        val typed =
            if (before == null) {
                bridge.entries.write(person.id, draft, confirmed)
            } else {
                bridge.changing.amend(person.id, before, draft, state.reason.orEmpty(), confirmed)
            }
        return when (typed) {
            is Typed.Kept -> null.also { kept(person, typed.entry, before) }
            is Typed.Asked -> doubted(state, typed.doubts)
            is Typed.NeverWas, Typed.CameTwice -> state.copy(problem = timeProblem(typed, draft.at))
        }
    }

    private fun draft(
        state: FormState,
        second: Boolean?,
        before: Was?,
    ): Draft {
        val shown = state.fields.map { it.name }.toSet()
        // What the form does not show stays as it is.
        val unseen = before?.draft?.values.orEmpty().filterNot { it.field in shown }
        return Draft(
            kind = before?.draft?.kind ?: kindOf(state.kind),
            values = state.fields.mapNotNull(::drafted) + unseen,
            at = state.at.takeIf { it != before?.at },
            second = second,
            note = state.note.takeIf(String::isNotBlank),
            tags = state.tags.split(',').map(String::trim).filter(String::isNotEmpty),
        )
    }

    private fun kept(
        person: ShownPerson,
        entry: String,
        before: Was?,
    ) {
        half.forget()
        now.value = null
        if (before == null) {
            doing.did(Done.Saved) { bridge.changing.takeBack(person.id, entry) }
            ways.home()
        } else {
            doing.did(Done.Changed) { bridge.changing.putBack(person.id, before) }
            ways.back()
        }
    }

    private fun leave() {
        half.forget()
        now.value = null
        ways.back()
    }
}
