package org.healthdiary.app

import androidx.lifecycle.SavedStateHandle
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.asStateFlow
import kotlinx.coroutines.flow.update
import kotlinx.coroutines.launch
import org.healthdiary.bridge.Device
import org.healthdiary.bridge.Devices
import org.healthdiary.bridge.DiaryTrouble
import org.healthdiary.ui.screens.SlotOwner
import org.healthdiary.ui.screens.UserSlot
import org.healthdiary.ui.screens.UsersAction
import org.healthdiary.ui.screens.UsersState

/** Which person uses which button of a device. What was chosen, and not kept yet, survives the process. */
internal class UsersModel(
    private val devices: Devices,
    private val whose: Whose,
    private val ways: Navigator,
    private val saved: SavedStateHandle,
    private val scope: CoroutineScope,
) {
    private val now = MutableStateFlow<UsersState?>(null)
    private var device: Device? = null

    /** None until the device was read. */
    val state: StateFlow<UsersState?> = now.asStateFlow()

    fun begin(id: String) {
        now.value = null
        scope.launch {
            val known = devices.known().firstOrNull { it.id == id }
            if (known == null) {
                ways.back()
                return@launch
            }
            device = known
            now.value = UsersState(known.label, whose.people.value, slots(known))
        }
    }

    private fun slots(device: Device): List<UserSlot> =
        users(device).map { user ->
            val kept = device.owners[user]
            val owner = saved.get<String>(key(user)) ?: kept
            val person = whose.people.value.firstOrNull { it.id == owner }
            UserSlot(user, user?.plus(1), person?.let(SlotOwner::Of) ?: SlotOwner.NotSet, canBeLeft = kept == null)
        }

    fun act(action: UsersAction) {
        when (action) {
            UsersAction.Back -> leave()
            is UsersAction.Choose -> choose(action.user, action.owner)
            UsersAction.Save -> save()
        }
    }

    private fun choose(
        user: Int?,
        owner: SlotOwner,
    ) {
        saved[key(user)] = (owner as? SlotOwner.Of)?.person?.id
        now.update { state -> state?.copy(slots = state.slots.map { if (it.user == user) it.copy(owner = owner) else it }, failed = false) }
    }

    private fun save() {
        val (device, chosen) = (device ?: return) to (now.value ?: return)
        scope.launch {
            try {
                for (slot in chosen.slots) {
                    val person = (slot.owner as? SlotOwner.Of)?.person?.id
                    if (person != null && device.owners[slot.user] != person) devices.assign(device.id, slot.user, person)
                }
                leave()
            } catch (_: DiaryTrouble) {
                now.update { it?.copy(failed = true) }
            }
        }
    }

    private fun leave() {
        device?.let { users(it).forEach { user -> saved.remove<String>(key(user)) } }
        ways.back()
    }

    private fun key(user: Int?) = "users.${user ?: "only"}"

    companion object {
        /** The users that a device tells apart, as it counts them; one without a number where it tells nobody apart. */
        fun users(device: Device): List<Int?> = if (device.users < 2) listOf(null) else List(device.users) { it }
    }
}
