package org.healthdiary.app

import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.asStateFlow
import kotlinx.coroutines.launch
import org.healthdiary.bridge.EntryKinds
import org.healthdiary.ui.screens.AddAnythingAction
import org.healthdiary.ui.screens.AddAnythingState

/** Choosing what to write down. */
internal class AddAnythingModel(
    private val kinds: EntryKinds,
    private val form: FormModel,
    private val whose: Whose,
    private val ways: Navigator,
    private val scope: CoroutineScope,
) {
    private val now = MutableStateFlow(AddAnythingState())
    val state: StateFlow<AddAnythingState> = now.asStateFlow()

    fun begin() {
        val person = whose.person.value ?: return
        scope.launch {
            val all = kinds.toWrite(person.id)
            now.value =
                AddAnythingState(
                    used = all.filter { it.entries > 0 }.sortedByDescending { it.entries }.take(MOST_USED).map(::shownKind),
                    all = all.filter { it.own == null }.map(::shownKind),
                    own = all.filter { it.own != null }.map(::shownKind),
                )
        }
    }

    fun act(action: AddAnythingAction) {
        when (action) {
            AddAnythingAction.Back -> ways.back()
            is AddAnythingAction.Choose -> form.start(action.kind)
        }
    }

    private companion object {
        const val MOST_USED = 5
    }
}
