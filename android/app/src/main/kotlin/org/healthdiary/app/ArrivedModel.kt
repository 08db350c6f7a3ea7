package org.healthdiary.app

import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.asStateFlow
import kotlinx.coroutines.flow.update
import kotlinx.coroutines.launch
import org.healthdiary.bridge.Bridge
import org.healthdiary.bridge.DiaryTrouble
import org.healthdiary.bridge.NewEntry
import org.healthdiary.ui.screens.Done
import org.healthdiary.ui.screens.NewReadingAction
import org.healthdiary.ui.screens.NewReadingState
import org.healthdiary.ui.screens.TimeFrom
import org.healthdiary.ui.state.Source

/** A reading that has just arrived. It is safe already: here it is looked at, and given to whoever it is of. */
internal class ArrivedModel(
    private val bridge: Bridge,
    private val whose: Whose,
    private val ways: Navigator,
    private val doing: Doing,
    private val scope: CoroutineScope,
) {
    private val now = MutableStateFlow<NewReadingState?>(null)

    /** The newest reading that arrived; none before one has. */
    val state: StateFlow<NewReadingState?> = now.asStateFlow()

    /** Shows the newest of those that arrived, [instead] of taking over, or with that behind it. */
    suspend fun show(
        entries: List<NewEntry>,
        instead: Boolean,
    ) {
        val shown = entries.mapNotNull { new -> bridge.entries.entry(new.person, new.entry)?.let { new.person to it } }
        val (person, newest) = shown.maxWithOrNull(compareBy({ it.second.at.day }, { it.second.at.time })) ?: return
        val device = newest.source as? Source.Device
        now.value =
            NewReadingState(
                today = whose.today.value,
                reading = newest,
                time = if (device?.clockOff == null && newest.at.time == null) TimeFrom.Unsure else TimeFrom.Device,
                person = whose.people.value.firstOrNull { it.id == person } ?: whose.person.value,
                people = whose.people.value.takeIf { it.size > 1 }.orEmpty(),
                failed = newest.values.isEmpty(),
                more = shown.size - 1,
            )
        if (instead) ways.back()
        ways.go(Place.NewReading)
    }

    fun act(action: NewReadingAction) {
        when (action) {
            // It is safe already.
            NewReadingAction.Back, NewReadingAction.LeaveWaiting -> ways.back()

            NewReadingAction.Keep -> now.value?.let(::keep)

            is NewReadingAction.Open -> ways.go(Place.Entry(action.entry))

            NewReadingAction.SomeoneElse -> now.update { it?.copy(choosing = true, chosen = null) }

            is NewReadingAction.Choose -> now.update { it?.copy(chosen = action.person) }
        }
    }

    /** As it is, or for whoever was chosen. */
    private fun keep(arrived: NewReadingState) {
        val from = arrived.person
        val to = arrived.chosen?.takeIf { arrived.choosing && it != from }
        if (from == null || to == null) {
            ways.back()
            return
        }
        scope.launch {
            try {
                val there = bridge.changing.move(from.id, arrived.reading.id, to.id)
                doing.did(Done.Assigned(to.name)) { bridge.changing.move(to.id, there, from.id) }
                ways.back()
            } catch (_: DiaryTrouble) {
                now.update { it?.copy(notGiven = true) }
            }
        }
    }
}
