package org.healthdiary.app

import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.asStateFlow
import kotlinx.coroutines.launch
import org.healthdiary.ui.screens.Done

/** What was just done, and how it is taken back: the newest alone, until somebody goes on. */
internal class Doing(
    private val scope: CoroutineScope,
) {
    private val now = MutableStateFlow<Done?>(null)
    private var takeBack: suspend () -> Unit = {}

    /** None where there is nothing to take back. */
    val done: StateFlow<Done?> = now.asStateFlow()

    fun did(
        what: Done,
        undo: suspend () -> Unit,
    ) {
        takeBack = undo
        now.value = what
    }

    /** Takes it back; where that cannot be, the line stays, to be tried again. */
    fun undo() {
        val undo = takeBack
        scope.launch {
            undo()
            if (takeBack === undo) forget()
        }
    }

    fun forget() {
        takeBack = {}
        now.value = null
    }
}
