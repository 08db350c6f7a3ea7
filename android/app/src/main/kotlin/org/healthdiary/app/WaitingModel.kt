package org.healthdiary.app

import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.asStateFlow
import kotlinx.coroutines.flow.update
import kotlinx.coroutines.launch
import org.healthdiary.bridge.DiaryTrouble
import org.healthdiary.bridge.Inbox
import org.healthdiary.bridge.WaitingReadings
import org.healthdiary.ui.screens.WaitingAction
import org.healthdiary.ui.screens.WaitingGroup
import org.healthdiary.ui.screens.WaitingState
import org.healthdiary.ui.screens.WaitsBecause
import org.healthdiary.ui.state.ShownPerson

/** Readings that are not yet anyone's. They stay until somebody says whose they are. */
internal class WaitingModel(
    private val inbox: Inbox,
    private val whose: Whose,
    private val ways: Navigator,
    private val scope: CoroutineScope,
) {
    private val now = MutableStateFlow(WaitingState(whose.today.value))
    private var waiting: List<WaitingReadings> = emptyList()
    val state: StateFlow<WaitingState> = now.asStateFlow()

    fun begin() {
        now.value = WaitingState(whose.today.value, people = whose.people.value)
        scope.launch { read() }
    }

    private suspend fun read() {
        waiting = inbox.waiting()
        now.update { it.copy(groups = waiting.map(::shown), people = whose.people.value) }
    }

    private fun shown(of: WaitingReadings) =
        WaitingGroup(
            id = of.id,
            device = of.label,
            // A device counts from 0, and shows its users from 1.
            user = of.user?.plus(1),
            why = why(of),
            readings = of.readings,
            count = of.count,
        )

    private fun why(of: WaitingReadings): WaitsBecause =
        when {
            of.canBeGiven -> WaitsBecause.NobodySaid
            of.person != null -> WaitsBecause.Locked(of.person.orEmpty())
            of.why == "newer" -> WaitsBecause.Newer
            of.why == "not-opened" -> WaitsBecause.NotOpened
            else -> WaitsBecause.NotReadable
        }

    fun act(action: WaitingAction) {
        when (action) {
            WaitingAction.Back -> ways.back()
            is WaitingAction.Assign -> waiting.firstOrNull { it.id == action.group }?.let { give(it, action.person) }
        }
    }

    private fun give(
        of: WaitingReadings,
        person: ShownPerson,
    ) {
        now.update { it.copy(failed = false, assigned = null) }
        scope.launch {
            try {
                inbox.give(of, person.id)
                read()
                now.update { it.copy(assigned = person.name) }
            } catch (_: DiaryTrouble) {
                now.update { it.copy(failed = true) }
            }
        }
    }
}
