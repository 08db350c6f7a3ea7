package org.healthdiary.app

import androidx.lifecycle.SavedStateHandle
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.Job
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.SharingStarted
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.asStateFlow
import kotlinx.coroutines.flow.combine
import kotlinx.coroutines.flow.emptyFlow
import kotlinx.coroutines.flow.flatMapLatest
import kotlinx.coroutines.flow.stateIn
import kotlinx.coroutines.flow.update
import kotlinx.coroutines.launch
import org.healthdiary.bridge.Bridge
import org.healthdiary.bridge.DiaryTrouble
import org.healthdiary.bridge.Doubt
import org.healthdiary.bridge.Draft
import org.healthdiary.bridge.DraftedValue
import org.healthdiary.bridge.Entries
import org.healthdiary.bridge.EntryKind
import org.healthdiary.bridge.Typed
import org.healthdiary.ui.screens.Done
import org.healthdiary.ui.screens.PressureField
import org.healthdiary.ui.screens.TodayAction
import org.healthdiary.ui.screens.TodayState
import org.healthdiary.ui.screens.TypeReadingAction
import org.healthdiary.ui.screens.TypeReadingState
import org.healthdiary.ui.screens.TypingProblem
import org.healthdiary.ui.state.ShownPerson
import java.time.LocalDateTime
import java.time.temporal.ChronoUnit

/** The first screen. */
internal class TodayModel(
    entries: Entries,
    whose: Whose,
    private val ways: Navigator,
    private val preferences: Preferences,
    private val doing: Doing,
    scope: CoroutineScope,
) {
    @OptIn(ExperimentalCoroutinesApi::class)
    val state: StateFlow<TodayState> =
        combine(whose.person, whose.people, whose.today) { person, _, today -> person to today }
            .flatMapLatest { (person, today) ->
                val days = person?.let { entries.day(it.id, today) } ?: emptyFlow()
                combine(days, preferences.restoredFrom, doing.done, whose.zone) { day, restoredMs, done, zone ->
                    val entries = placed(day.entries, day.before)
                    TodayState(
                        today = today,
                        restoredFrom = restoredMs?.let(::dayOf),
                        newest = day.newest?.let { newest -> seenFrom(zone, entries.find { it.id == newest.id } ?: newest) },
                        entries = entries.filter { it.id != day.newest?.id },
                        person = whose.named,
                        begun = day.begun,
                        travelledTo = travelledTo(zone, day.last),
                        waiting = day.waiting,
                        waitsFor = day.waitsFor,
                        done = done,
                    )
                }
            }.stateIn(scope, SharingStarted.Eagerly, TodayState(whose.today.value, read = false))

    fun act(action: TodayAction) {
        // Whoever goes on has seen what was done.
        if (action != TodayAction.Undo) doing.forget()
        when (action) {
            TodayAction.TakeReading -> ways.go(Place.Take)
            TodayAction.TypeReading -> ways.go(Place.TypeReading)
            TodayAction.OpenHistory -> ways.go(Place.History)
            TodayAction.OpenSettings -> ways.go(Place.Settings)
            is TodayAction.Open -> ways.go(Place.Entry(action.entry))
            TodayAction.AddAnything -> ways.go(Place.AddAnything)
            TodayAction.OpenChart -> ways.go(Place.Chart)
            TodayAction.OpenWaiting -> ways.go(Place.Waiting)
            TodayAction.SwitchPerson -> ways.go(Place.People)
            TodayAction.Undo -> doing.undo()
            TodayAction.RestoreNoted -> preferences.setRestoredFrom(null)
        }
    }
}

/** A blood pressure that is being typed. Half of one survives the process. */
internal class TypeReadingModel(
    private val bridge: Bridge,
    private val whose: Whose,
    private val ways: Navigator,
    private val doing: Doing,
    private val saved: SavedStateHandle,
    private val scope: CoroutineScope,
) {
    private var saving: Job? = null
    private val now = MutableStateFlow(restored())
    val state: StateFlow<TypeReadingState> = now.asStateFlow()

    private fun restored() =
        TypeReadingState(
            today = whose.today.value,
            numbers = PressureField.entries.mapNotNull { field -> saved.get<String>(field.name)?.let { field to it } }.toMap(),
            at = saved.get<String>(AT)?.let(::timeOf),
        )

    /** Somebody came: the day may be another, and the diary somebody else's. */
    fun begin() = now.update { it.copy(today = whose.today.value, person = whose.named) }

    fun act(action: TypeReadingAction) {
        when (action) {
            TypeReadingAction.Back -> {
                leave()
            }

            is TypeReadingAction.Set -> {
                saved[action.field.name] = action.digits
                now.update { it.copy(numbers = it.numbers + (action.field to action.digits), problem = null) }
            }

            is TypeReadingAction.GoTo -> {
                now.update { it.copy(typing = action.field, choosingTime = false) }
            }

            TypeReadingAction.ChangeTime -> {
                now.update { it.copy(choosingTime = true, at = it.at ?: LocalDateTime.now().truncatedTo(ChronoUnit.MINUTES)) }
            }

            is TypeReadingAction.SetTime -> {
                saved[AT] = action.at.toString()
                now.update { it.copy(at = action.at, problem = null) }
            }

            is TypeReadingAction.Save -> {
                save(action.confirmed)
            }

            is TypeReadingAction.Which -> {
                now.update { it.copy(problem = (it.problem as? TypingProblem.CameTwice)?.copy(second = action.second)) }
            }
        }
    }

    private fun save(confirmed: Boolean) {
        val state = now.value
        val person = whose.person.value ?: return
        val missing = listOf(PressureField.Top, PressureField.Bottom).firstOrNull { state.numbers[it].isNullOrEmpty() }
        if (missing != null) {
            now.update { it.copy(problem = TypingProblem.Missing(missing), typing = missing) }
            return
        }
        if (saving?.isActive == true) return
        saving =
            scope.launch {
                val problem =
                    try {
                        store(person, state, confirmed)
                    } catch (refused: DiaryTrouble) {
                        // What was typed stays; where the door was shut meanwhile, it is there behind it.
                        typingProblem(refused.what)
                    }
                if (problem == null) leave() else now.update { it.copy(problem = problem) }
            }
    }

    /** None once it is stored. */
    private suspend fun store(
        person: ShownPerson,
        state: TypeReadingState,
        confirmed: Boolean,
    ): TypingProblem? {
        val values =
            state.numbers.filterValues { it.isNotEmpty() }.map { (field, digits) ->
                DraftedValue(pressureFields.getValue(field), digits, state.unit.takeIf { field != PressureField.Pulse })
            }
        val second = (state.problem as? TypingProblem.CameTwice)?.second
        return when (val typed = bridge.entries.write(person.id, Draft(PRESSURE, values, state.at, second), confirmed)) {
            is Typed.Kept -> null.also { doing.did(Done.Saved) { bridge.changing.takeBack(person.id, typed.entry) } }
            is Typed.Asked -> typingProblem(typed.doubts.sortedByDescending(Doubt::refuses).first())
            is Typed.NeverWas, Typed.CameTwice -> timeProblem(typed, state.at)
        }
    }

    private fun leave() {
        PressureField.entries.forEach { saved.remove<String>(it.name) }
        saved.remove<String>(AT)
        now.value = TypeReadingState(whose.today.value)
        ways.back()
    }

    private companion object {
        const val AT = "typing.at"
        val PRESSURE = EntryKind("blood-pressure")
    }
}
