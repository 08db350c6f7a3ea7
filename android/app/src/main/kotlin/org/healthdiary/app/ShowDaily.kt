package org.healthdiary.app

import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.lifecycle.compose.collectAsStateWithLifecycle
import org.healthdiary.ui.screens.AddAnythingScreen
import org.healthdiary.ui.screens.ChartScreen
import org.healthdiary.ui.screens.FormScreen
import org.healthdiary.ui.screens.PeopleScreen
import org.healthdiary.ui.screens.UsersScreen
import org.healthdiary.ui.screens.WaitingScreen

/** The screens of every day besides taking, typing and reading. */
@Composable
internal fun Daily(
    model: DiaryModel,
    place: Place,
) {
    when (place) {
        Place.AddAnything -> {
            val state by model.anything.state.collectAsStateWithLifecycle()
            AddAnythingScreen(state, model.anything::act)
        }

        Place.Form -> {
            val state by model.form.state.collectAsStateWithLifecycle()
            state?.let { FormScreen(it, model.form::act) }
        }

        Place.Chart -> {
            val state by model.chart.state.collectAsStateWithLifecycle()
            ChartScreen(state, model.chart::act)
        }

        Place.Waiting -> {
            val state by model.waiting.state.collectAsStateWithLifecycle()
            WaitingScreen(state, model.waiting::act)
        }

        is Place.Users -> {
            val state by model.users.state.collectAsStateWithLifecycle()
            state?.let { UsersScreen(it, model.users::act) }
        }

        else -> {
            val state by model.people.state.collectAsStateWithLifecycle()
            PeopleScreen(state, model.people::act)
        }
    }
}
