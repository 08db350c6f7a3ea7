package org.healthdiary.app

import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.asStateFlow
import kotlinx.coroutines.launch
import org.healthdiary.bridge.background.Background
import org.healthdiary.bridge.background.Readiness
import org.healthdiary.ui.screens.Need
import org.healthdiary.ui.screens.NeedKind
import org.healthdiary.ui.screens.ReceivingAction
import org.healthdiary.ui.screens.ReceivingState

/** Whether readings can come by themselves, and what mends it. */
internal class ReceivingModel(
    private val background: Background,
    private val parts: Care.Parts,
) {
    private val now = MutableStateFlow<ReceivingState?>(null)

    /** None until the phone was asked. */
    val state: StateFlow<ReceivingState?> = now.asStateFlow()
    var hands: CareHands? = null
    var bluetooth: Hands? = null

    fun begin() {
        parts.scope.launch { now.value = shownOf(background.readiness()) }
    }

    fun act(action: ReceivingAction) {
        when (action) {
            ReceivingAction.Back -> parts.ways.back()
            is ReceivingAction.Fix -> mend(action.what)
        }
    }

    private fun mend(what: NeedKind) {
        when (what) {
            NeedKind.Bluetooth -> {
                bluetooth?.switchBluetoothOn()
            }

            NeedKind.Permission -> {
                if (bluetooth?.wouldAskAgain == true) bluetooth?.askForBluetooth() else bluetooth?.openSettings()
            }

            NeedKind.Location -> {
                hands?.open(PhonePage.Location)
            }

            NeedKind.Notifications -> {
                hands?.askForNotices()
            }

            NeedKind.Battery -> {
                hands?.open(PhonePage.Battery)
            }

            NeedKind.Association -> {
                parts.scope.launch { background.notAssociated()?.let(::associate) }
            }

            NeedKind.NotStopped -> {
                associated()
            }
        }
    }

    /** Has the system know a device to go with the app: it wakes the app for it then. */
    fun associate(address: String) {
        background.associate(address) { question -> hands?.ask(question) }
    }

    /** The system was answered: it is asked anew to wake the app, by what it knows now. */
    fun associated() {
        parts.scope.launch {
            background.waitForKnown()
            now.value = shownOf(background.readiness())
        }
    }

    private fun shownOf(ready: Readiness): ReceivingState {
        val needs =
            listOf(
                NeedKind.Bluetooth to ready.bluetoothOn,
                NeedKind.Permission to ready.permitted,
                NeedKind.Location to ready.locationOn,
                // Whoever does not want to be told misses nothing.
                NeedKind.Notifications to parts.phone.noticesAllowed.takeIf { parts.preferences.notices },
                NeedKind.Battery to ready.savingLeavesAlone,
                NeedKind.Association to ready.associated,
                NeedKind.NotStopped to ready.stopped?.not(),
            )
        return ReceivingState(
            today = parts.whose.today.value,
            needs = needs.mapNotNull { (what, met) -> met?.let { Need(what, it) } },
            lastWake = ready.lastWakeMs?.let(::shown),
        )
    }
}
