package org.healthdiary.ui.previews

import androidx.compose.runtime.Composable

/** A screen in one of its states. */
class Preview(
    /** What the picture is called: `today-empty`. */
    val name: String,
    /** The screen, without its theme; given what is done on it. */
    val screen: @Composable (act: (Any) -> Unit) -> Unit,
)

/** Every screen in every state. */
val previews: List<Preview> =
    listOf(
        todayPreviews,
        takePreviews,
        newReadingPreviews,
        typeReadingPreviews,
        unlockPreviews,
        firstRunPreviews,
        historyPreviews,
        entryPreviews,
        chartPreviews,
        devicesPreviews,
        addDevicePreviews,
        usersPreviews,
        waitingPreviews,
        formPreviews,
        peoplePreviews,
        receivingPreviews,
        backupPreviews,
        restorePreviews,
        rescuePreviews,
        checkPreviews,
        settingsPreviews,
    ).flatten()
