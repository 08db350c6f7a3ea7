package org.healthdiary.app

import androidx.lifecycle.SavedStateHandle
import kotlinx.coroutines.flow.MutableStateFlow
import org.healthdiary.bridge.HouseholdMember
import org.healthdiary.bridge.Lock
import org.healthdiary.ui.state.ShownPerson
import java.time.LocalDate
import java.time.ZoneId

/** Whose diary is shown, and which day is today. Both change under a running app. */
internal class Whose(
    private val saved: SavedStateHandle,
) {
    /** None while everything is shut. */
    val person = MutableStateFlow<ShownPerson?>(null)

    /** Everybody who lives here. */
    val people = MutableStateFlow<List<ShownPerson>>(emptyList())
    val today = MutableStateFlow<LocalDate>(LocalDate.now())

    /** The zone that the phone is set to, as the IANA database spells it. */
    val zone = MutableStateFlow<String>(ZoneId.systemDefault().id)

    /** Whose diary it is, where the household has several people. */
    val named: String? get() = person.value?.name.takeIf { people.value.size > 1 }

    /** Everybody but whose diary is shown. */
    val others: List<ShownPerson> get() = people.value.filter { it.id != person.value?.id }

    /** The clock went on, or the phone is somewhere else. */
    fun look() {
        zone.value = ZoneId.systemDefault().id
        today.value = LocalDate.now()
    }

    /** Who lives here was read: shows the diary that was shown before, or the first that is open. */
    fun live(here: List<HouseholdMember>) {
        people.value = here.map { ShownPerson(it.id, it.name) }
        val open = here.filter { it.lock != Lock.SHUT }
        val shown = open.firstOrNull { it.id == saved.get<String>(SHOWN) } ?: open.firstOrNull()
        person.value = shown?.let { ShownPerson(it.id, it.name) }
    }

    /** Shows somebody's diary from now on, also after the process was ended. */
    fun show(whose: ShownPerson) {
        saved[SHOWN] = whose.id
        person.value = whose
    }

    /** Everything is shut. */
    fun leave() {
        person.value = null
        people.value = emptyList()
    }

    private companion object {
        const val SHOWN = "whose"
    }
}
