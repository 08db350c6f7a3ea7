package org.healthdiary.app

import androidx.lifecycle.SavedStateHandle
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.asStateFlow
import kotlinx.coroutines.flow.update
import kotlinx.coroutines.launch
import org.healthdiary.bridge.DiaryTrouble
import org.healthdiary.bridge.HouseholdMember
import org.healthdiary.bridge.Lock
import org.healthdiary.bridge.People
import org.healthdiary.bridge.Role
import org.healthdiary.bridge.Trouble
import org.healthdiary.ui.screens.Member
import org.healthdiary.ui.screens.MemberLock
import org.healthdiary.ui.screens.MemberRole
import org.healthdiary.ui.screens.PeopleAction
import org.healthdiary.ui.screens.PeopleProblem
import org.healthdiary.ui.screens.PeopleState
import org.healthdiary.ui.screens.PeopleStep
import org.healthdiary.ui.state.ShownPerson

/** The people of the household, and whose diary is shown. */
internal class PeopleModel(
    private val people: People,
    private val whose: Whose,
    private val ways: Navigator,
    private val saved: SavedStateHandle,
    private val scope: CoroutineScope,
) {
    private val now = MutableStateFlow(PeopleState())
    val state: StateFlow<PeopleState> = now.asStateFlow()

    fun begin() {
        val typed = saved.get<String>(NAME)
        now.value =
            PeopleState(
                step = if (typed == null) PeopleStep.Looking else PeopleStep.Adding,
                newName = typed.orEmpty(),
                newRole = saved.get<String>(ROLE)?.let { name -> MemberRole.entries.firstOrNull { it.name == name } } ?: MemberRole.Adult,
            )
        scope.launch { read() }
    }

    private suspend fun read() {
        val all = people.all()
        whose.live(all)
        now.update { it.copy(people = all.map(::shown)) }
    }

    private fun shown(member: HouseholdMember) =
        Member(ShownPerson(member.id, member.name), MemberRole.entries[member.role.ordinal], lockOf(member.lock))

    private fun lockOf(lock: Lock) =
        when (lock) {
            Lock.NONE -> MemberLock.None
            Lock.OPEN -> MemberLock.Open
            Lock.SHUT -> MemberLock.Shut
        }

    fun act(action: PeopleAction) {
        when (action) {
            PeopleAction.Back -> {
                if (now.value.step == PeopleStep.Adding) stop() else ways.back()
            }

            PeopleAction.Add -> {
                if (now.value.step == PeopleStep.Adding) add() else name("")
            }

            is PeopleAction.Name -> {
                name(action.name)
            }

            is PeopleAction.Role -> {
                role(action.role)
            }

            is PeopleAction.Look -> {
                now.update {
                    it.copy(opened = action.person.takeIf { person -> person != it.opened }, step = PeopleStep.Looking, problem = null)
                }
            }

            is PeopleAction.Begin -> {
                now.update { it.copy(step = action.step, problem = null) }
            }

            is PeopleAction.OpenDiary -> {
                show(action.person)
            }

            is PeopleAction.Remove -> {
                changed(PeopleProblem.LastOwner) { remove(action.person) }
            }

            is PeopleAction.Shut -> {
                changed(PeopleProblem.Failed) { shut(action.person) }
            }

            // Locks of one's own are not offered.
            is PeopleAction.Unlock, is PeopleAction.HandOver -> {}
        }
    }

    private fun name(typed: String) {
        saved[NAME] = typed
        now.update { it.copy(step = PeopleStep.Adding, newName = typed, problem = null) }
    }

    private fun role(chosen: MemberRole) {
        val opened = now.value.opened
        if (now.value.step == PeopleStep.Adding || opened == null) {
            saved[ROLE] = chosen.name
            now.update { it.copy(newRole = chosen) }
        } else {
            changed(PeopleProblem.LastOwner) { setRole(opened, Role.entries[chosen.ordinal]) }
        }
    }

    private fun add() {
        val typed = now.value
        changed(PeopleProblem.Name) {
            add(typed.newName.trim(), Role.entries[typed.newRole.ordinal])
            stop()
        }
    }

    /** Nobody is added any more. */
    private fun stop() {
        saved.remove<String>(NAME)
        saved.remove<String>(ROLE)
        now.update { it.copy(step = PeopleStep.Looking, newName = "", newRole = MemberRole.Adult, problem = null) }
    }

    private fun show(person: String) {
        now.value.people.firstOrNull { it.person.id == person }?.let { whose.show(it.person) }
        ways.home()
    }

    /** Changes something; [refused] says why it was not done, where the household did not take it. */
    private fun changed(
        refused: PeopleProblem,
        how: suspend People.() -> Unit,
    ) {
        scope.launch {
            try {
                people.how()
                now.update { it.copy(step = PeopleStep.Looking, problem = null) }
                read()
            } catch (trouble: DiaryTrouble) {
                now.update { it.copy(problem = if (trouble.what == Trouble.INVALID) refused else PeopleProblem.Failed) }
            }
        }
    }

    private companion object {
        const val NAME = "people.name"
        const val ROLE = "people.role"
    }
}
