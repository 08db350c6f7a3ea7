package org.healthdiary.app

import androidx.lifecycle.SavedStateHandle
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.ExperimentalCoroutinesApi
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
import org.healthdiary.bridge.DiaryTrouble
import org.healthdiary.bridge.Doubt
import org.healthdiary.bridge.Entries
import org.healthdiary.bridge.Trouble
import org.healthdiary.bridge.Typed
import org.healthdiary.bridge.TypedPressure
import org.healthdiary.ui.screens.PressureField
import org.healthdiary.ui.screens.TodayAction
import org.healthdiary.ui.screens.TodayState
import org.healthdiary.ui.screens.TypeReadingAction
import org.healthdiary.ui.screens.TypeReadingState
import org.healthdiary.ui.screens.TypingProblem
import org.healthdiary.ui.state.ShownPerson
import java.time.LocalDate
import java.time.LocalDateTime

/** Whose diary is shown, and which day is today. Both change under a running app. */
internal class Whose {
    /** None while everything is shut. */
    val person = MutableStateFlow<ShownPerson?>(null)
    val today = MutableStateFlow<LocalDate>(LocalDate.now())

    /** The clock went on, or the phone is somewhere else. */
    fun look() {
        today.value = LocalDate.now()
    }
}

/** The first screen. */
internal class TodayModel(
    entries: Entries,
    whose: Whose,
    private val ways: Navigator,
    private val preferences: Preferences,
    scope: CoroutineScope,
) {
    @OptIn(ExperimentalCoroutinesApi::class)
    val state: StateFlow<TodayState> =
        combine(whose.person, whose.today) { person, today -> person to today }
            .flatMapLatest { (person, today) ->
                val days = person?.let { entries.day(it.id, today) } ?: emptyFlow()
                combine(days, preferences.restoredFrom) { day, restoredMs ->
                    TodayState(
                        today = today,
                        restoredFrom = restoredMs?.let(::dayOf),
                        newest = day.newest,
                        entries = day.entries.filter { it.id != day.newest?.id },
                        begun = day.begun,
                        waiting = day.waiting,
                    )
                }
            }.stateIn(scope, SharingStarted.Eagerly, TodayState(whose.today.value))

    fun act(action: TodayAction) {
        when (action) {
            TodayAction.TakeReading -> ways.go(Place.Take)

            TodayAction.TypeReading -> ways.go(Place.TypeReading)

            TodayAction.OpenHistory -> ways.go(Place.History)

            TodayAction.OpenSettings -> ways.go(Place.Settings)

            is TodayAction.Open -> ways.go(Place.Entry(action.entry))

            // What these lead to is not shown: see `TodayScreen`.
            TodayAction.AddAnything, TodayAction.OpenChart, TodayAction.OpenWaiting -> Unit

            TodayAction.RestoreNoted -> preferences.setRestoredFrom(null)

            TodayAction.SwitchPerson, TodayAction.Undo -> Unit
        }
    }
}

/** A blood pressure that is being typed. Half of one survives the process. */
internal class TypeReadingModel(
    private val entries: Entries,
    private val whose: Whose,
    private val ways: Navigator,
    private val saved: SavedStateHandle,
    private val scope: CoroutineScope,
) {
    private val now = MutableStateFlow(restored())
    val state: StateFlow<TypeReadingState> = now.asStateFlow()

    private fun restored() =
        TypeReadingState(
            today = whose.today.value,
            numbers = PressureField.entries.mapNotNull { field -> saved.get<String>(field.name)?.let { field to it } }.toMap(),
        )

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
                now.update { it.copy(typing = action.field) }
            }

            TypeReadingAction.ChangeTime -> {
                now.update { it.copy(choosingTime = true, at = it.at ?: LocalDateTime.now()) }
            }

            is TypeReadingAction.SetTime -> {
                now.update { it.copy(at = action.at, choosingTime = false, problem = null) }
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
        val values = state.numbers.filterValues { it.isNotEmpty() }.mapKeys { names.getValue(it.key) }
        val second = (state.problem as? TypingProblem.CameTwice)?.second
        scope.launch {
            val problem =
                try {
                    problemOf(entries.addPressure(person.id, TypedPressure(values, state.unit, state.at, second), confirmed), state)
                } catch (refused: DiaryTrouble) {
                    // What was typed stays; where the door was shut meanwhile, it is there behind it.
                    TypingProblem.NoSpace.takeIf { refused.what == Trouble.NO_SPACE } ?: throw refused
                }
            if (problem == null) leave() else now.update { it.copy(problem = problem) }
        }
    }

    private fun problemOf(
        typed: Typed,
        state: TypeReadingState,
    ): TypingProblem? {
        val said = state.at ?: LocalDateTime.now()
        return when (typed) {
            is Typed.Kept -> null
            is Typed.Asked -> problemOf(typed.doubts.sortedByDescending(Doubt::refuses).first())
            is Typed.NeverWas -> TypingProblem.NeverWas(said, typed.before, typed.after)
            Typed.CameTwice -> TypingProblem.CameTwice(said)
        }
    }

    private fun leave() {
        PressureField.entries.forEach { saved.remove<String>(it.name) }
        now.value = TypeReadingState(whose.today.value)
        ways.back()
    }

    private fun problemOf(doubt: Doubt): TypingProblem {
        val field = names.entries.firstOrNull { it.value == doubt.field }?.key ?: PressureField.Top
        return when (doubt.what) {
            "impossible" -> TypingProblem.Impossible(field, doubt.lowest.orEmpty(), doubt.highest.orEmpty())
            "swapped" -> TypingProblem.Swapped
            "future" -> TypingProblem.Future
            "missing" -> TypingProblem.Missing(field)
            else -> TypingProblem.Unusual(field)
        }
    }

    private companion object {
        val names = mapOf(PressureField.Top to "systolic", PressureField.Bottom to "diastolic", PressureField.Pulse to "pulse")
    }
}
