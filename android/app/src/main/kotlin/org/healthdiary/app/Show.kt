package org.healthdiary.app

import androidx.activity.compose.BackHandler
import androidx.compose.runtime.Composable
import androidx.compose.runtime.CompositionLocalProvider
import androidx.compose.runtime.getValue
import androidx.compose.runtime.remember
import androidx.lifecycle.compose.collectAsStateWithLifecycle
import org.healthdiary.ui.look.LocalOffers
import org.healthdiary.ui.look.Offer
import org.healthdiary.ui.parts.TwoPanes
import org.healthdiary.ui.parts.hasTwoPanes
import org.healthdiary.ui.screens.AddDeviceScreen
import org.healthdiary.ui.screens.DevicesScreen
import org.healthdiary.ui.screens.EntryScreen
import org.healthdiary.ui.screens.HistoryScreen
import org.healthdiary.ui.screens.NewReadingScreen
import org.healthdiary.ui.screens.PassphraseScreen
import org.healthdiary.ui.screens.RecoveryCodeScreen
import org.healthdiary.ui.screens.TakeScreen
import org.healthdiary.ui.screens.TodayScreen
import org.healthdiary.ui.screens.TypeReadingScreen
import org.healthdiary.ui.screens.UnlockScreen
import org.healthdiary.ui.screens.WelcomeScreen
import org.healthdiary.ui.words.LocalUnits

/** What can be led to. A lock of one's own is not made here yet. */
private val offered = Offer.entries.toSet() - Offer.OwnLocks

/** The screen of the place where somebody is. Ways that lead nowhere yet are not shown. */
@Composable
internal fun Show(model: DiaryModel) {
    val units by model.preferences.units.collectAsStateWithLifecycle()
    val shown = remember(units) { shownUnits(units) }
    CompositionLocalProvider(LocalOffers provides offered, LocalUnits provides shown) { ShowPlace(model) }
}

@Composable
private fun ShowPlace(model: DiaryModel) {
    val place by model.ways.place.collectAsStateWithLifecycle()
    BackHandler(enabled = place !in beginnings) { model.back(place) }
    when (place) {
        Place.Welcome, Place.Passphrase, Place.RecoveryCode, Place.Unlock -> {
            BeforeTheDoor(model, place)
        }

        Place.Today -> {
            val state by model.today.state.collectAsStateWithLifecycle()
            TodayScreen(state, model.today::act)
        }

        Place.TypeReading -> {
            val state by model.typing.state.collectAsStateWithLifecycle()
            TypeReadingScreen(state, model.typing::act)
        }

        Place.History, is Place.Entry -> {
            Reading(model, place)
        }

        Place.AddAnything, Place.Form, Place.Chart, Place.Waiting, Place.People, is Place.Users -> {
            Daily(model, place)
        }

        Place.Take, Place.NewReading, Place.Devices, Place.AddDevice -> {
            WithDevices(model, place)
        }

        else -> {
            ShowCare(model.care, place)
        }
    }
}

/** Where the phone's own way back leads out of the app. */
private val beginnings = listOf(Place.Welcome, Place.Unlock, Place.Today, Place.RecoveryCode, Place.PhoneKey)

/** The history, and an entry of it: beside each other where there is room. */
@Composable
private fun Reading(
    model: DiaryModel,
    place: Place,
) {
    val besides = place == Place.History || model.ways.before == Place.History
    if (besides && hasTwoPanes()) {
        TwoPanes({ History(model) }, if (place == Place.History) null else ({ Entry(model) }))
    } else if (place == Place.History) {
        History(model)
    } else {
        Entry(model)
    }
}

@Composable
private fun History(model: DiaryModel) {
    val state by model.history.state.collectAsStateWithLifecycle()
    HistoryScreen(state, model.history::act)
}

@Composable
private fun Entry(model: DiaryModel) {
    val state by model.entry.state.collectAsStateWithLifecycle()
    state?.let { EntryScreen(it, model.entry::act) }
}

@Composable
private fun BeforeTheDoor(
    model: DiaryModel,
    place: Place,
) {
    when (place) {
        Place.Welcome -> {
            val state by model.firstRun.welcome.collectAsStateWithLifecycle()
            WelcomeScreen(state, model.firstRun::act)
        }

        Place.Passphrase -> {
            val state by model.firstRun.passphrase.collectAsStateWithLifecycle()
            PassphraseScreen(state, model.firstRun::act)
        }

        Place.RecoveryCode -> {
            val state by model.firstRun.code.collectAsStateWithLifecycle()
            RecoveryCodeScreen(state, model.firstRun::act)
        }

        else -> {
            val state by model.unlocking.state.collectAsStateWithLifecycle()
            UnlockScreen(state, model.unlocking::act)
        }
    }
}

@Composable
private fun WithDevices(
    model: DiaryModel,
    place: Place,
) {
    when (place) {
        Place.Take -> {
            val state by model.take.state.collectAsStateWithLifecycle()
            TakeScreen(state, model.take::act)
        }

        Place.NewReading -> {
            val state by model.arrived.state.collectAsStateWithLifecycle()
            state?.let { NewReadingScreen(it, model.arrived::act) }
        }

        Place.Devices -> {
            val state by model.devices.state.collectAsStateWithLifecycle()
            DevicesScreen(state, model.devices::act)
        }

        else -> {
            val state by model.adding.state.collectAsStateWithLifecycle()
            AddDeviceScreen(state, model.adding::act)
        }
    }
}
