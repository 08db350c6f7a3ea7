package org.healthdiary.app

import androidx.lifecycle.SavedStateHandle
import androidx.lifecycle.ViewModel
import androidx.lifecycle.viewModelScope
import kotlinx.coroutines.CoroutineExceptionHandler
import kotlinx.coroutines.flow.launchIn
import kotlinx.coroutines.flow.onEach
import kotlinx.coroutines.plus
import org.healthdiary.bridge.Bridge
import org.healthdiary.bridge.DiaryTrouble
import org.healthdiary.bridge.Door
import org.healthdiary.bridge.keys.Prompt
import org.healthdiary.ui.screens.FormAction
import org.healthdiary.ui.screens.HistoryAction
import org.healthdiary.ui.screens.PeopleAction
import org.healthdiary.ui.screens.TakeAction
import org.healthdiary.ui.screens.UsersAction

/** Everything behind the screens, wired by hand. It outlives a rotation; what [SavedStateHandle] has outlives the process. */
internal class DiaryModel(
    private val bridge: Bridge,
    saved: SavedStateHandle,
    val preferences: Preferences,
    phone: AboutPhone,
) : ViewModel() {
    // The door can shut under anything that is being read or done: what was asked for is not done then, and the screen shows the door.
    private val scope =
        viewModelScope +
            CoroutineExceptionHandler { _, why ->
                if (why !is DiaryTrouble) throw why
            }
    val ways = Navigator(saved)
    val whose = Whose(saved)
    val doing = Doing(scope)
    val care = Care(bridge, Care.Parts(whose, ways, scope, preferences, phone, saved))
    val firstRun = FirstRun(bridge.diary, ways, scope, saved, care.phoneKey::goOn)
    val unlocking = Unlocking(bridge.diary, ways, scope)
    val today = TodayModel(bridge.entries, whose, ways, preferences, doing, scope)
    val typing = TypeReadingModel(bridge, whose, ways, doing, saved, scope)
    val form = FormModel(bridge, whose, ways, doing, preferences, saved, scope)
    val anything = AddAnythingModel(bridge.kinds, form, whose, ways, scope)
    val arrived = ArrivedModel(bridge, whose, ways, doing, scope)
    val take = TakeModel(bridge, arrived, ways, scope)
    val adding = AddDeviceModel(bridge, whose, ways, scope, care.receiving)
    val devices = DevicesModel(bridge, whose, ways, scope)
    val history = HistoryModel(bridge.entries, bridge.kinds, whose, ways, saved, scope)
    val entry = EntryModel(bridge, form, whose, ways, doing, saved, scope)
    val chart = ChartModel(bridge.figures, whose, ways, preferences, saved, scope)
    val waiting = WaitingModel(bridge.inbox, whose, ways, scope)
    val users = UsersModel(bridge.devices, whose, ways, saved, scope)
    val people = PeopleModel(bridge.people, whose, ways, saved, scope)

    init {
        bridge.diary.door.onEach(::doorMoved).launchIn(scope)
        ways.place.onEach(::entered).launchIn(scope)
        bridge.diary.phoneMoves
            .onEach { whose.look() }
            .launchIn(scope)
    }

    private suspend fun doorMoved(door: Door) {
        when (door) {
            Door.NONE -> {
                ways.begin(Place.Welcome)
            }

            Door.SHUT -> {
                whose.leave()
                // What was restored, or rescued, says so first.
                if (ways.place.value != Place.Restore && ways.place.value != Place.Rescue) ways.begin(Place.Unlock)
            }

            Door.OPEN -> {
                try {
                    whose.live(bridge.people.all())
                } catch (_: DiaryTrouble) {
                    // It was shut again meanwhile, and the door says so next.
                    return
                }
                // A first run goes on with the code; else whoever unlocked goes in.
                if (ways.place.value == Place.Unlock) goIn()
            }
        }
    }

    private suspend fun goIn() {
        try {
            if (bridge.diary.codeIsOwed) return firstRun.owe()
        } catch (_: DiaryTrouble) {
            // The next time that it is unlocked.
        }
        ways.enter()
    }

    /** What a screen shows is read when somebody comes to it. */
    private fun entered(place: Place) {
        whose.look()
        when (place) {
            Place.Unlock -> unlocking.begin()
            Place.Take -> take.begin()
            Place.AddDevice -> adding.begin()
            Place.Devices -> devices.begin()
            Place.TypeReading -> typing.begin()
            Place.Form -> form.begin()
            Place.AddAnything -> anything.begin()
            Place.Chart -> chart.begin()
            Place.Waiting -> waiting.begin()
            Place.People -> people.begin()
            is Place.Users -> users.begin(place.device)
            Place.History -> history.begin()
            is Place.Entry -> entry.begin(place.id)
            else -> care.entered(place)
        }
    }

    /** The phone's own way back does what the screen's does. */
    fun back(from: Place) {
        when (from) {
            Place.Take -> take.act(TakeAction.Back)
            Place.Form -> form.act(FormAction.Back)
            Place.People -> people.act(PeopleAction.Back)
            Place.History -> history.act(HistoryAction.Back)
            is Place.Users -> users.act(UsersAction.Back)
            else -> if (!care.back()) ways.back()
        }
    }

    /** Somebody comes back to the app: the day, and what the phone allows, may be others. */
    fun returned() {
        whose.look()
        care.returned()
        if (ways.place.value == Place.Take) take.returned()
        if (ways.place.value == Place.AddDevice) adding.returned()
    }

    /** What asks a finger or a face, while there is a screen to ask on. */
    fun takePrompt(prompt: Prompt?) {
        unlocking.takePrompt(prompt)
        care.takePrompt(prompt)
    }

    /** What an activity can do, while there is one. */
    fun takeHands(hands: Hands?) {
        take.hands = hands
        adding.hands = hands
        care.takeBluetooth(hands)
    }
}
